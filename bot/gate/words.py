"""Words the rules lean on: one listed here may be a name or none; the words around it decide.

Given names are common ones of many countries, from general knowledge. Left out are those that a
clinical text uses otherwise (Iris, Grace, Frank, Will, Mark, Rose, May, Faith, Gene) and those of
eponyms (Wilson, Austin, Marcus, Graham).
"""


def _list(said: str) -> frozenset[str]:
    return frozenset(said.split())


GIVEN = _list(
    """
    aaron abbas abdul abdullah abebe abena abigail achieng adaeze adam adebayo adele adriana
    agatha agnes agnieszka ahmad ahmed ailsa aisha akosua akua alan alba alberto alejandra
    alejandro aleksander alessandro alexander alexandra alfie alfredo alice alicia alina alison
    amanda amara ambrose amelia amina amir amit amy ana anastasia andre andrea andreas andrei
    andrew andrzej angela anil anita anja anna annabel anne annika anouk anselm anthony antoine
    anton antonio archie ariana arjun arlene arnold arthur arturo asha ashley asif astrid
    aurelie axel ayesha babajide babak barbara bartosz basma beatriz bella benjamin bernard beth
    bethany bianca bilal birgit bogdan bongani boris brian bridget bridie bruno callum camila
    carla carlos carmen caroline cassandra catherine cathy cecilia cedric celine chantal charles
    charlie cheng cheryl chiamaka chiara chidi chinwe chloe chris christina christine
    christopher chuka ciara claire clarice claude claudia clive colette colin connor corinne
    craig cristina cynthia dagmar damian daniel daniela danielle danuta daphne dariusz darren
    david deborah deepak delphine denise dennis derek desmond diana dieter dimitri divya dmitri
    dominik donald donna doreen doris dorothy douglas dwayne dylan ebony edgar edith edna edward
    edwin efua eileen eilidh elaine eleanor elena elias elif eliza elizabeth elke ella ellen
    eloise elsa emeka emil emilio emily emma emmanuel enid enrique eric erik erika ernest
    ernesto esme esther ethan eugenia eunice evelyn ewa fabio fadi farah farid fatima fatma
    fatou fatoumata felicia felipe femi fergus fernando fidel fiona folake fran frances
    francesca francois fred frederica frederick freya friederike friedrich fumiko gabriel
    gabriela gabriele gaetano gareth gary gaurav gemma geoffrey george gerald geraldine gerard
    gertrude gianni giles gillian gina giorgio giovanni giulia giuseppe glenda gloria godfrey
    gordon greta grzegorz guillermo gunter gustavo gwen habib hadiya haley hamid hamza hanna
    hannah hans harold harriet harry haruto hassan heather hector heidi heike heinz helen helena
    helga helmut henrik henry herbert hilary hilda hiroshi horst hortense howard huda hugo
    hussein ian ibrahim ibrahima ignacio igor ilse imran ines inga ingrid ioana irene isaac
    isabel isabella isha ismail ivan ivana jackie jacob jacqueline jacques jaime jakub jamal
    james jamie jane janet janice jarek jason javier jayne jean jeanette jeff jennifer jeremy
    jerome jessica jill jimmy jin joachim joan joanna joao jodie joel johan johann johannes john
    jonathan jose josef joseph josephine joshua josie josé jovana joyce juan judith juergen
    julia julian juliana julie junaid jutta jürgen kamala kareem karen karim karin karl karolina
    katarzyna kate katherine kathleen kathy katie kavita kayode keiko keisha keith kelly kenneth
    kevin khadija khalid kim kiran kirsten kirsty klaus kofi krishna kristina krzysztof kumar
    kwabena kwame lakshmi lamine larry lars latisha latoya laura lauren leah leela leila lena
    leon leonard leonie lerato leroy leslie leticia liam lidia lila linda lionel lisa liz
    lorenzo loretta lorraine louis louise luca lucas lucia lucinda lucy ludmila luigi luis luisa
    luka lukas lwazi lydia lynn mabel maciej madeleine magdalena maggie mahmoud malcolm malik
    mandy manfred manish manuel marcel marco marek margaret margarita margot marguerite maria
    mariam marianne marie marilyn marina mario marion marjorie marlene marta martha martin
    marvin mary mateo mathilde matteo matthew matthias maureen mavis maxine meena meera megan
    mehmet mei melissa mercedes michael michal michelle miguel mikhail mireille miriam mohamed
    mohammad mohammed mohan moira monica monika moritz muriel mustafa myrtle nabil nadia nadine
    najma nancy naomi nasser natalia natalie natasha nathan neha neil neville nguyen nia
    nicholas nicola nicole nigel nikhil nikolai nina njoki nkechi noel nomsa noura obinna odette
    olaf olga oliver olivia olu omar omari orla osagie oscar osman otto owen pablo paloma pamela
    paolo parveen pascal patricia patrick paul paula paulette pavel pedro peggy penelope percy
    peter petra phil philip phillip phoebe phyllis pierre pieter pilar piotr pooja pradeep
    prakash preeti priya quentin rabia rachel rachid radek rafael rahul raj rajesh ralph ramesh
    ramon randall rania raquel rasheed rashid ravi raymond rebecca reema renate rene rhiannon
    rhoda ricardo richard rita robert roberto rodney rodrigo roger rohan roland rolf ronald
    ronan rory rosa rosalind rosemary roshan rowena roxanne rudolf rukhsana rupert ruth ryan
    sabine sabrina sadia saeed sally salma samantha sami samina samir samuel sandeep sandra
    sanjay sanjeev sara sarah sasha seamus sebastian selma sergei shabnam shane shanice sharon
    shaun sheila sheryl shirley shreya sidney sigrid sigrun silvia simon simone siobhan sipho
    solange solveig sonia sophie stacey stanislaw stefan stefano stella stephanie stephen steven
    stewart stuart sunil sunita suresh susan susanna susanne suzan suzanne sven svetlana sybil
    sylvia tabitha tamar tamara tania tanisha tanya tariq tatiana tendai terence teresa thabo
    thandi thea thelma theo theodor theodore theresa thomas tiago tim timothy tina tobiah tobias
    todd tom tomas tomasz toni tony tracey tracy trevor tristan trudy tunde tyrone uche ulrich
    ulrike umar unathi ursula usha usman ute valentina valerie vanessa vaughn veronica veronika
    vijay vijaya vikki vikram viktor vincent vivek vivian vladimir vusi walter wanda wanjiru wei
    wenceslas wendy werner wilfred wilhelm william wilma winifred winston wojciech wolfgang
    xavier xolani yannick yasmin yaw yetunde yoko yolanda yusra yusuf yvette yvonne zahra zainab
    zane zanele zara zelda zena zeynep zoe zofia zoë zuleika zuzanna
    """
)

PARTICLES = "van|von|de|del|della|di|da|dos|el|al|bin|ibn|la|le|ten|ter|der|den"

STARTERS = _list(
    """
    a about after all also although am an and any are as at be because been before but by can
    cannot could dear did do does doing don during each either every few for from get had has
    have he hello her here hi his how however i if in into is it its just like many may me might
    more most much must my near never new next no none not nothing now of off ok okay on once
    one only or other our out over per please pm see she should since so some still such than
    thank thanks that the their them then there these they this those to today too two type
    under until up us very was we well were what when where whether which while who whom whose
    why will with within without would yes yesterday yet you your oh ah hey wow sorry sure alas
    """
)
"""Words that begin sentences or fill them, and are nobody's name."""

COMMON = STARTERS | _list(
    """
    advice advise advised again ago agree agreed agrees always angiogram angiography answer
    anyone appointment appt around ask asked asking asks back bad bed best better bill blood
    brain bring call called calls came care change check clinic come doctor done enterography
    even ever everyone exam explain explained feel felt find first follow found fraction friend
    gave getting give given gives go goes going good google got great happy help herself himself
    home hospital hour hours imaging immediately jet keep knew know knows last later left let
    letter listen look looked looks made make makes mention mild moderate mom mum murmur name
    need needed needs new note notes nothing nurse office often ok old order ordered orders out
    people pepper person practice prescribe prescribes prescription put really recommend
    recommended recommends refer referral refuse refused regarding response result results right
    said saw saying says scan seem seems seen sent set severe severity since someone something
    soon spectroscopy spine started stop strange suggest suggested suggests take taken takes
    talk team tell tells test tests themselves thing think thinks thought three told took trace
    treat trivial try trying two up usually valve venogram visit visits want wanted wants week
    weeks went work works write wrong wrote year years
    """
)
"""Words that may follow "dr" or "patient" in lower case and name nobody."""

TITLED = _list(
    """
    activity advice advocacy advocate advocates anaesthetist anesthetist assessment assistance
    association blue call care center centered centre choice clinic consent consultant
    coordinator counseling data derived dignity doctor education educator emeritus engagement
    evil experience flow generated global google group health history home id identification
    identifier impression information instructions leaflet learning led management manager
    midwife monitoring name navigator no nobody number nurse outcomes oz partner pepper
    perspective population portal practitioner presentation presents priority protection
    questionnaire records registry reported resources rights safety satisfaction seuss
    specialist specific strange summary support survey teaching transfer transport triage
    universe visitor voices who zhivago
    """
)
"""Words of headings, scales and stories behind "Patient", "Dr" or "Nurse" with a capital."""

STATES = _list(
    """
    africa alabama alaska alberta america arizona arkansas asia bavaria britain california
    carolina colorado columbia connecticut dakota delaware england eu europe florida georgia
    hampshire hawaii idaho illinois indiana iowa ireland jersey kansas kentucky louisiana maine
    manitoba maryland massachusetts mexico michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma ontario oregon pennsylvania quebec queensland saskatchewan
    scotland tasmania tennessee texas uk us usa utah vermont victoria virginia wales washington
    wisconsin wyoming york zealand
    """
)

COUNTRIES = _list(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain
    bangladesh belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei
    bulgaria burundi cambodia cameroon canada chad chile china colombia congo croatia cuba
    cyprus denmark djibouti ecuador egypt eritrea estonia ethiopia fiji finland france gabon
    gambia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland
    india indonesia iran iraq israel italy jamaica japan jordan kazakhstan kenya korea kosovo
    kuwait laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi
    malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro
    morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia
    rwanda samoa senegal serbia singapore slovakia slovenia somalia spain sudan suriname sweden
    switzerland syria taiwan tanzania thailand togo tonga tunisia turkey turkmenistan uganda
    ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe
    """
)
"""A state or a country is no smaller than what may be told (45 CFR 164.514(b)(2)(i)(B))."""

TWO_WORDS = frozenset(
    (
        "sri lanka",
        "saudi arabia",
        "costa rica",
        "el salvador",
        "sierra leone",
        "burkina faso",
        "cape verde",
        "great britain",
        "british columbia",
        "nova scotia",
        "rhode island",
        "ivory coast",
        "middle east",
        "papua guinea",
        "latin america",
        "hong kong",
        "puerto rico",
        "dominican republic",
        "czech republic",
    )
)

COMPASS = _list(
    """
    central east eastern kingdom new north northern south southern states the united west
    western
    """
)
"""Words with which names of states, countries and parts of the world begin."""

NOT_STREETS = _list(
    """
    a an and busy by cars cross cycle day days foot for high hour hours in km lane m mg mile
    miles min mins minute minutes ml month months of on one one-way or people per steps the
    three times to two two-way way week weeks with year years
    """
)
"""Words between a number and a "road" that make a distance or a time of it."""

NOT_TOWNS = _list(
    """
    african american answer asian assisted bay bed chapter christ christian covid critical crohn
    english european figure french friday german god heaven intensive jesus jewish level
    medicaid medicare monday muslim option phase response room saturday section side spanish
    stage step sunday table theatre thursday tuesday unit ward wednesday western
    """
)
"""Words with a capital that one may live in or come from, and are no town."""

WARDS = _list(
    """
    acute anaesthesia anesthesia antenatal anticoagulation asthma breast cardiac cardiology chest
    children's community day dental dermatology diabetes diabetic district emergency ent epilepsy
    eye falls family fertility foot fracture general gynaecology gynecology headache heart inr
    internal lipid local medical medicine memory mental minor neurology obstetrics oncology
    orthopaedics orthopedics outpatient paediatrics pain palliative pediatrics postnatal primary
    private psychiatry radiology rapid renal respiratory sexual stroke surgery teaching tia travel
    university urgent vascular walk-in warfarin wound
    """
)
"""Words that make a clinic, a hospital or a resident one of many."""

MONTHS = (
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
    " janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    " januar februar märz juni juli oktober dezember januari februari maart mei augustus"
    " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    " gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
    " janeiro fevereiro março maio junho julho setembro outubro novembro dezembro"
)
