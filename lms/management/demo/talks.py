"""What the demonstration's trainees answer in two more scenarios, and what their raters then write; see texts.py.

Everybody and everything is invented.
"""

SUMMING_UP = {
    "nb": [
        "Hei, og godt at du skrev! Jeg er frivillig, og du er anonym. Det blir her, så lenge ingen er i fare. Prøve, innleveringer, "
        "pappa, jobb, penger og søvn, alt oppå hverandre. Hva veier mest akkurat nå?",
        "To innleveringer, og en helg som ble spist opp av alt det andre. Er det sånn?",
        "Mamma sier at det ordner seg, og så har du sett regninga. Det må være tungt å vite det alene.",
        "Du hører etter pappa til langt på natt. Ikke rart at det glipper litt om dagen.",
        "Læreren ser en som er lat, og ingen ser hvem som henter ungene. Hvem kunne du tenke deg skulle vite litt av det?",
        "Du holder en hel familie gående hver ettermiddag. Jeg hører ikke en som ikke holder mål. Hva har hjulpet før?",
        "Én linje til kontaktlæreren, og resten er ditt. Vi har ti minutter igjen. Hva tar du med deg? Du kan skrive igjen når du vil, "
        "og vi har en fagperson som kan tenke sammen med deg om hvordan det er hjemme.",
    ],
    "da": [
        "Hej, og godt at du skrev! Jeg er frivillig, og du er anonym. Det bliver her, så længe ingen er i fare. Prøve, afleveringer, "
        "far, job, penge og søvn, alt oven på hinanden. Hvad vejer mest lige nu?",
        "To afleveringer og en weekend, der blev spist op af alt det andet. Er det sådan?",
        "Mor siger, at det går nok, og så har du set regningen. Det må være tungt at vide alene.",
        "Du lytter efter far til langt ud på natten. Ikke så mærkeligt, at det smutter lidt om dagen.",
        "Læreren ser en, der er doven, og ingen ser, hvem der henter ungerne. Hvem kunne du tænke dig vidste lidt af det?",
        "Du holder en hel familie kørende hver eftermiddag. Jeg hører ikke en, der ikke er god nok. Hvad har hjulpet før?",
        "Én linje til kontaktlæreren, og resten er dit. Vi har ti minutter tilbage. Hvad tager du med dig? Du kan skrive igen, når du "
        "vil, og vi har en fagperson, der kan tænke sammen med dig om, hvordan det er derhjemme.",
    ],
    "en": [
        "Hi, I'm glad you wrote! I'm a volunteer, and you are anonymous. It stays here, as long as nobody is in danger. The test, the "
        "assignments, dad, work, money and sleep, all on top of each other. What weighs most right now?",
        "Two assignments, and a weekend eaten up by all the rest. Is it like that?",
        "Mum says it will be fine, and then you saw the bill. That must be heavy to know alone.",
        "You listen for dad late into the night. No wonder things slip a bit by day.",
        "The teacher sees someone lazy, and nobody sees who picks up the kids. Who would you like to know a little of it?",
        "You keep a whole family going every afternoon. I don't hear someone who isn't good enough. What has helped before?",
        "One line to your teacher, and the rest is yours. We have ten minutes left. What do you take with you? You can write again "
        "whenever you like, and we have a professional who can think with you about how it is at home.",
    ],
}
SUMMING_UP_ENDS = {
    "nb": "kanskje jeg skriver til kontaktlæreren. bare at pappa er syk. da slipper jeg å si alt",
    "da": "måske skriver jeg til kontaktlæreren. bare at far er syg. så slipper jeg for at sige det hele",
    "en": "maybe i'll write to my teacher. just that dad's ill. then i don't have to say it all",
}

WARM_NO = {
    "nb": [
        "Hei! Vi sier aldri hvem som sitter her. Jeg er frivillig, du er anonym, og det blir mellom oss så lenge ingen er i fare. "
        "Hva har du lyst til å bruke tiden på?",
        "Det høres godt ut å ha blitt forstått. Hva var det som traff?",
        "Nei, jeg gir ikke privat kontakt. Det er for at dette skal være trygt for deg. Å vente når man er alene, det er lenge. Er det sånn?",
        "Flørt blir det ikke her. Men jeg vil gjerne høre på deg, det er derfor jeg sitter her.",
        "Det nei-et gjorde vondt, det skjønner jeg. Det høres ut som du er redd for å bli glemt. Stemmer det?",
        "Fire dager uten en stemme. Takk for at du sier det. Hvem har hørt på deg før, en gang det kjentes godt?",
        "Han på nattskiftet, og en kaffe. Det er ditt, og et godt sted å begynne. Vi runder av nå. Hva tar du med deg? Vi har åpent i "
        "morgen også, og da kan det være en annen enn meg.",
    ],
    "da": [
        "Hej! Vi siger aldrig, hvem der sidder her. Jeg er frivillig, du er anonym, og det bliver mellem os, så længe ingen er i fare. "
        "Hvad har du lyst til at bruge tiden på?",
        "Det lyder godt at være blevet forstået. Hvad var det, der ramte?",
        "Nej, jeg deler ikke privat kontakt. Det er, for at det her skal være trygt for dig. At vente, når man er alene, er længe. "
        "Er det sådan?",
        "Flirt bliver det ikke til her. Men jeg vil gerne høre på dig, det er derfor, jeg sidder her.",
        "Det nej gjorde ondt, det forstår jeg godt. Det lyder, som om du er bange for at blive glemt. Passer det?",
        "Fire dage uden en stemme. Tak, fordi du siger det. Hvem har hørt på dig før, en gang det føltes godt?",
        "Ham på natholdet og en kop kaffe. Det er dit og et godt sted at begynde. Vi runder af nu. Hvad tager du med dig? Vi har også "
        "åbent i morgen, og så kan det være en anden end mig.",
    ],
    "en": [
        "Hi! We never say who sits here. I'm a volunteer, you're anonymous, and it stays between us as long as nobody is in danger. "
        "What would you like to use the time for?",
        "It sounds good to have been understood. What was it that got through?",
        "No, I don't give private contact. That is so this stays safe for you. Waiting when you're alone, that's long. Is it like that?",
        "There won't be flirting here. But I'd like to listen to you, that's why I'm here.",
        "That no hurt, and I get it. It sounds like you're afraid of being forgotten. Is that right?",
        "Four days without a voice. Thank you for saying so. Who has listened to you before, a time when it felt good?",
        "The one on the night shift, and a coffee. That's yours, and a good place to begin. We're rounding off now. What do you take with "
        "you? We're open tomorrow too, and then it may be someone else.",
    ],
}
WARM_NO_ENDS = {
    "nb": "nei vel. kanskje han på nattskiftet. han spør alltid om jeg vil ha kaffe",
    "da": "nå nej. måske ham på natholdet. han spørger altid om jeg vil have kaffe",
    "en": "no well. maybe the guy on the night shift. he always asks if i want a coffee",
}

FEEDBACK = {
    "s2": {
        "nb": (
            "Du samlet opp alt Jonas skrev, og lot ham velge. Da ble det mulig å begynne.",
            "Vent litt med å spørre om skolen. Det han bærer hjemme, tåler en melding til.",
        ),
        "da": (
            "Du samlede alt det op, Jonas skrev, og lod ham vælge. Så blev det muligt at begynde.",
            "Vent lidt med at spørge om skolen. Det, han bærer derhjemme, kan godt få en besked mere.",
        ),
    },
    "s5": {
        "nb": (
            "Neiet ditt var varmt og tydelig, og du hørte hva som lå bak presset.",
            "Si litt tidligere hvordan Sander kan skrive igjen, så neiet ikke blir det siste.",
        ),
        "da": (
            "Dit nej var varmt og tydeligt, og du hørte, hvad der lå bag presset.",
            "Sig lidt tidligere, hvordan Sander kan skrive igen, så nejet ikke bliver det sidste.",
        ),
    },
}
