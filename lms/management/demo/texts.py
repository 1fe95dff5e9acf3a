"""What the demonstration's people write, in each language. The partner's lines come from the scenario's own card.

Everybody and everything is invented. No method, place or means is ever named, and help always is.
"""

from lms.people.models import Country

LISTENING = {
    "nb": [
        "Hei, og fint at du skriver! Det er lov, også når ingenting har skjedd. Jeg er en frivillig på din alder, og du er anonym. "
        "Det blir mellom oss, så lenge ingen er i fare. Hva har du lyst til å begynne med?",
        "Alle på fest, og du med kanelboller. Jeg ser «haha», og lurer på om det også er litt ensomt. Stemmer det?",
        "Så når du ikke drikker, er det som om du faller utenfor alt sammen. Det skjønner jeg at gjør vondt.",
        "Å spise lunsj på do så ingen skal se at du er alene. Det må ha vært tungt. Takk for at du sier det.",
        "Én venn. Ikke en hel gjeng. Hva har hjulpet før, når det har vært sånn?",
        "Det høres ut som et lite og godt steg, og det er ditt. Vi runder snart av. Hva tar du med deg herfra? "
        "Du kan skrive igjen når du vil.",
    ],
    "da": [
        "Hej, og godt at du skriver! Det må man gerne, også når der ikke er sket noget. Jeg er frivillig og på din alder, og du er "
        "anonym. Det bliver mellem os, så længe ingen er i fare. Hvor har du lyst til at begynde?",
        "Alle er til fest, og du står med kanelsnegle. Jeg ser dit »haha« og tænker på, om det også er lidt ensomt. Passer det?",
        "Så når du ikke drikker, er det, som om du falder uden for det hele. Det kan jeg godt forstå gør ondt.",
        "At spise sin madpakke på toilettet, så ingen ser, at man er alene. Det må have været tungt. Tak, fordi du siger det.",
        "Én ven. Ikke en hel flok. Hvad har hjulpet før, når det har været sådan?",
        "Det lyder som et lille og godt skridt, og det er dit. Vi runder snart af. Hvad tager du med dig herfra? "
        "Du kan skrive igen, når du vil.",
    ],
    "en": [
        "Hi, I'm glad you wrote! It's fine, also when nothing has happened. I'm a volunteer about your age, and you are anonymous. "
        "It stays between us as long as nobody is in danger. Where would you like to begin?",
        "Everyone at a party, and you with cinnamon buns. I see the “haha”, and I wonder if it is a bit lonely too. Is that right?",
        "So when you don't drink, it feels like you fall outside all of it. I can see why that hurts.",
        "Eating lunch in the toilets so nobody sees you alone. That must have been heavy. Thank you for telling me.",
        "One friend. Not a whole crowd. What has helped before, when it has been like this?",
        "That sounds like a small and good step, and it is yours. We'll finish soon. What will you take with you from here? "
        "You can write again whenever you like.",
    ],
}
LISTENING_ENDS = {
    "nb": "kanskje jeg sender melding til hun i kollokvien. hun baker også. takk for at du orket å høre",
    "da": "måske skriver jeg til hende fra læsegruppen. hun bager også. tak fordi du gad høre på mig",
    "en": "maybe i'll text the girl from my study group. she bakes too. thanks for listening",
}

# Whom to call is a matter of the house's country, never of the language a chat is written in.
HELP = {
    Country.NO: {"danger": "113", "line": "Mental Helse", "number": "116 123"},
    Country.DK: {"danger": "112", "line": "Livslinien", "number": "70 201 201"},
}

ASKING = {  # `HELP` fills what stands in braces
    "nb": [
        "Hei, fint at du skrev. Bak «lol» hører jeg noe tungt. Jeg er frivillig, og du er anonym. Blir jeg redd for deg, henter jeg "
        "fagpersonen på vakt, og da sier jeg det til deg. Hva skjer hos deg i kveld?",
        "Jobben og kjæresten på seks uker. Det er mye å miste på én gang. Hva er tyngst akkurat nå?",
        "Du skriver at du ikke orker mer. Fordi jeg bryr meg, spør jeg rett ut: Tenker du på å ta livet ditt?",
        "Det er tungt å bære den tanken alene. Du kan svare ærlig, jeg blir her: Har du slike tanker nå i kveld?",
        "Takk for at du stoler på meg. Jeg varsler fagpersonen på vakt nå, og jeg blir hos deg. Er du trygg akkurat nå? "
        "Er noen i nærheten?",
        "Da er vi her til hun kommer. Blir det farlig, ring {danger}. {line} svarer på {number}. En del av deg vil ikke dø, det hørte jeg. "
        "Hva kan hjelpe deg de neste ti minuttene?",
        "Det gjør vi. Fagpersonen tar over her nå, og jeg går ikke før dere har funnet hverandre. Du satte ord på det i kveld.",
    ],
    "da": [
        "Hej, godt at du skrev. Bag dit »lol« hører jeg noget tungt. Jeg er frivillig, og du er anonym. Bliver jeg bange på dine vegne, "
        "henter jeg fagpersonen på vagt, og så siger jeg det til dig. Hvad sker der hos dig i aften?",
        "Jobbet og kæresten på seks uger. Det er meget at miste på én gang. Hvad er tungest lige nu?",
        "Du skriver, at du ikke kan mere. Fordi jeg tager dig alvorligt, spørger jeg lige ud: Tænker du på at tage dit eget liv?",
        "Det er tungt at bære den tanke alene. Du kan svare ærligt, jeg bliver her: Har du de tanker nu i aften?",
        "Tak, fordi du stoler på mig. Jeg tilkalder fagpersonen på vagt nu, og jeg bliver hos dig. Er du i sikkerhed lige nu? "
        "Er der nogen i nærheden?",
        "Så er vi her, til hun kommer. Bliver det farligt, så ring {danger}. Du kan også ringe til {line} på {number}. "
        "En del af dig vil ikke dø, det hørte jeg. Hvad kan hjælpe dig de næste ti minutter?",
        "Det gør vi. Fagpersonen tager over her nu, og jeg går ikke, før I har fundet hinanden. Du satte ord på det i aften.",
    ],
    "en": [
        "Hi, I'm glad you wrote. Behind the “lol” I hear something heavy. I'm a volunteer, and you are anonymous. If I get afraid for you, "
        "I call the professional on duty, and I'll tell you when I do. What is happening with you tonight?",
        "The job and your partner within six weeks. That is a lot to lose at once. What is heaviest right now?",
        "You write that you can't go on. Because I care, I ask straight out: Are you thinking about ending your life?",
        "That is a heavy thought to carry alone. You can be honest, I'm staying: Do you have these thoughts now, tonight?",
        "Thank you for trusting me. I'm calling the professional on duty now, and I'm staying with you. Are you safe right now? "
        "Is anyone near?",
        "Then we are here until she comes. If it gets dangerous, call {danger}. {line} answers on {number}. "
        "A part of you does not want to die, I heard that. What can help you through the next ten minutes?",
        "Let's do that. The professional takes over here now, and I won't leave until you have found each other. "
        "You put words to it tonight.",
    ],
}
ASKING_ENDS = {
    "nb": "jeg kan sette meg i stua med lyset på. takk for at du spurte",
    "da": "jeg kan sætte mig ind i stuen med lyset tændt. tak fordi du spurgte",
    "en": "i can go and sit in the living room with the lights on. thanks for asking",
}

FEEDBACK = {
    "s1": {
        "nb": (
            "Du hørte det som lå bak «haha», og spurte varsomt om det stemte. Da turte Mira å si mer.",
            "Spør om én ting til før du går videre. Bli gjerne litt lenger i det som gjør vondt.",
        ),
        "da": (
            "Du hørte det, der lå bag »haha«, og spurgte nænsomt, om det passede. Så turde Mira sige mere.",
            "Spørg om én ting til, før du går videre. Bliv gerne lidt længere i det, der gør ondt.",
        ),
    },
    "s4": {
        "nb": (
            "Du spurte rett ut, med vanlige ord, og holdt varmen hele veien. Det er akkurat det vi trenger.",
            "Si hva som skjer i de neste minuttene, steg for steg, mens dere venter.",
        ),
        "da": (
            "Du spurgte lige ud, med helt almindelige ord, og holdt varmen hele vejen. Det er præcis det, vi har brug for.",
            "Sig, hvad der sker i de næste minutter, skridt for skridt, mens I venter.",
        ),
    },
}
SECOND_LOOK = {
    "nb": (
        "Du ble i det vanskelige uten å skynde deg, og brukte ordene som sto der.",
        "Vent en melding til før du spør om veien videre.",
    ),
    "da": (
        "Du blev i det svære uden at skynde dig og brugte de ord, der stod der.",
        "Vent en besked mere, før du spørger om vejen videre.",
    ),
}
OWN_VIEW = {
    "nb": ("Jeg hørte etter og tok det rolig.", "Våge å spørre litt mer."),
    "da": ("Jeg lyttede og tog det roligt.", "Turde spørge lidt mere."),
    "en": ("I listened and took my time.", "Dare to ask a little more."),
}
PARTNERS_WORDS = {
    "nb": "Det føltes som om noen faktisk leste det jeg skrev.",
    "da": "Det føltes, som om nogen faktisk læste det, jeg skrev.",
    "en": "It felt as if somebody really read what I wrote.",
}
REFLECTION = {
    "nb": "Jeg tror jeg må øve på å tåle stillhet. Jeg fyller den fort med råd.",
    "da": "Jeg tror, jeg skal øve mig i at kunne være i stilhed. Jeg fylder den hurtigt med råd.",
    "en": "I think I need to practise staying with silence. I fill it with advice too quickly.",
}
STATEMENT = {
    "nb": "Jeg har lest to samtaler. Varm, tydelig og trygg når det blir alvorlig. Jeg foreslår nivå 3.",
    "da": "Jeg har læst to chats. Varm, tydelig og sikker, når det bliver alvorligt. Jeg foreslår niveau 3.",
}
DEFERRED = {
    "nb": "Én samtale til om noe alvorlig, sammen med en annen veileder.",
    "da": "En chat mere om noget alvorligt sammen med en anden vejleder.",
}
CONDITIONS = {"nb": "Chatter når en fagperson er på vakt.", "da": "Chatter, når en fagperson er på vagt."}
