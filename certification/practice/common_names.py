"""Names that many people in Norway and Denmark have, and names that are ordinary words too. All in small letters.

A common name counts as a name whether or not somebody here has it: so a warning says nothing about who is here.
"""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN = _names(
    """
    adam agnes albert aleksander alexander alfred alma alva amalie amanda amina anders andrea andreas anette anna anne annika anton
    arne astrid august aurora benjamin bent birgit birgitte bjarne camilla carl caroline casper cecilie charlotte christian christina
    christoffer clara daniel david ditte ebba eivind eirik elias elin elisabeth ella ellen elise emil emilie emily emma erik erling
    espen esther eva fatima felix filip flemming fredrik frederik freja frida gabriel geir gitte grete grethe gunnar gustav hanna hannah
    hanne hans harald hassan hege helene henning henriette henrik hilde ibrahim ida inga inge ingeborg inger ingrid irene isabella isak
    ivar jacob jakob jan janne jannik jenny jens jeppe jesper jonas jonathan johan johanne johannes jorunn josefine julia julie jørgen
    kaja kamilla karen kari karin karina karl karoline kasper kaspar katrine katrin kevin kim kirsten kjersti kjetil klara klaus knut
    kristian kristin kristina kristine kristoffer lars lasse laura laurits lea leif lene leo leon lena lina linda line linnea lisa lise
    liselotte lotte louise lucas ludvig lukas mads magnus maja malene malin malthe marcus maren maria marianne marie marit markus marte
    martin mathias mathilde mathilda matias mathea max melissa merete mette michael michelle mikael mikkel mia mille mina mohamed
    mohammed mona monica morten nanna natalie nicklas nicolai niels nikolai nikoline nils nina noah nora odin olav ole oliver olivia
    oscar oskar patrick paul peder peter petter pernille philip pia preben rasmus rebecca rikke rolf rune runar sander sanne sara sarah
    sebastian selma signe silje simon sigrid sine siri sivert sofia sofie solveig sondre stian stig stine stina sunniva susanne svein
    sverre søren tarjei tea tanja terje thea theodor therese thomas tina tiril tobias tomas tone tonje torben tore trine trond truls
    turid ulla ulrik vebjørn vegard vera vetle victor victoria viggo viktor vilde vilja villads wilma william yasmin yusuf zahra øyvind
    åse åshild ørjan ronja
    """
)
FAMILY = _names(
    """
    aas ali andersen andreassen andresen arnesen bakken berntsen bertelsen carlsen christensen christiansen clausen danielsen eide
    eliassen eriksen fredriksen frederiksen gulbrandsen gundersen halvorsen hansen hanssen haugen henriksen holmgaard iversen jacobsen
    jakobsen jensen jenssen jeppesen johannessen johansen johnsen jørgensen karlsen knudsen knutsen kristensen kristiansen kristoffersen
    larsen lauritsen lorentzen lund madsen magnussen martinsen mathiesen mikkelsen moen mogensen mortensen myhre møller nguyen nielsen
    nilsen nordmann nygaard olesen olsen paulsen pedersen petersen pettersen poulsen rasmussen schmidt simonsen simensen sivertsen
    solberg sørensen sørlie thomsen thorsen tveit tangen winther østergaard aasen
    """
)
# Names that open a sentence as words too: taken for a name only where no other reason is there for the capital letter.
ALSO_WORDS = _names(
    """
    alv andre april ask aud august bakke bakken barn berg bjerg bjørk bjørn bo brandt dag dahl dal dam dyr eik engel eng even
    falk fager fjeld fjell foss fred fredag frisk frid friis fugl glad grace grand gran gro grønn haug have hav hope holm hunter hus
    høst håp jo joy juhl jul june juni kant kjær klok kost krog kro kvist land lang lia lie lien lin lind lille live liv lund
    lykke lys løv mai maj mark may moe mo mold morgen moen myr måne nes odd per ro rose rosa rud rød sand
    sander siv skov skog sol sommer star stein sten storm stor strand sund svane søndag tangen thor tom toft tor torden tro trygg ulv unn vang vik viola vind vinter vår will winther øst øy ørn ås
    """
)
