"""English words and frames. Every name of a person and of a place is invented."""

from mayadeen.replica.texts.language import Language, lines, verbs, words

ENGLISH = Language(
    article="the ",
    towns=words(
        """Velmora; Tarsin; Belvane; Cordal; Dunmere; Elvast; Farlow; Gresk; Hallin; Istrel;
        Jorvel; Kestin; Lomard; Marvik; Nerolle; Oskern; Pallor; Quenby; Rostal; Selwick;
        Tolmin; Ulverne; Vasper; Wendle; Yarmont; Zelden; Ambry; Brinsk; Calder; Dorvane;
        Eskale; Fenwood; Galdry; Hesper; Ivoren; Junmar; Kolvar; Lissen; Morwen; Nandor;
        Orsala; Perrin; Rivona; Sandry; Tervan; Umbrel; Vintor; Wexley"""
    ),
    actors=words(
        """chess club; town library; river council; harvest union; rail workshop;
        weather office; bell museum; garden society; school choir; market guild;
        ferry company; climbing club; theatre troupe; map archive; bread academy; night school;
        rowing club; seed bank; clock guild; puppet theatre; bridge office; reading circle;
        water board; orchard school; film workshop; post museum; lamp factory; honey society;
        story festival; kite club; paper mill; masons guild; song archive; tram depot;
        sailing school; village press"""
    ),
    verbs=verbs(
        """restores/restored; reopens/reopened; repaints/repainted; measures/measured;
        enlarges/enlarged; presents/presented; inspects/inspected; explores/explored;
        describes/described; maps/mapped; films/filmed; studies/studied; renovates/renovated;
        visits/visited"""
    ),
    things=words(
        """the stone bridge; the reading room; the grain store; the clock tower;
        the old station; the water mill; the chess hall; the rose garden; the school stage;
        the covered market; the rain gauges; the ferry landing; the map room; the lighthouse;
        the river path; the orchard wall; the glass house; the tram line; the cheese cellar;
        the salt road; the wind pump; the boat shed; the hill theatre; the almond terrace"""
    ),
    rivers=words(
        """Arvel; Belsa; Corrin; Dalvo; Esmer; Fiorn; Gelva; Harn; Isk; Jella; Korvo; Lune;
        Mistel; Norrel; Ossa; Pelm; Ronalta; Silf; Tamsin; Urdel; Vessel; Wisp; Yarrow; Zint"""
    ),
    people=words(
        """visitors; pupils; growers; readers; neighbours; players; passengers; musicians;
        walkers; apprentices; retired teachers; young gardeners; carpenters; cyclists;
        boat builders; librarians; families; volunteers; weavers; shopkeepers; students;
        bakers; guests from other towns; amateur astronomers"""
    ),
    units=words(
        """crates of apples; sacks of barley; donated books; wooden boards; copper lamps;
        old photographs; jars of honey; hand-drawn maps; train tickets; rolls of paper;
        packets of seed; folding chairs; brass bells; bundles of reeds; slates;
        baskets of figs; sheets of music; postcards; clay tiles; chess clocks; lanterns;
        woollen blankets; boxes of letters; barrels of olives"""
    ),
    roles=words(
        """the head gardener; a retired engine driver; the youngest librarian;
        a teacher of geography; the keeper of the tower; one of the millers; a visiting cellist;
        the station clerk; a beekeeper from the hills; the carpenter in charge;
        the secretary of the fair; a student of botany; the ferry captain; a local historian;
        the referee; an old bookbinder; the night watchman; a surveyor; the stage painter;
        a grandmother from the upper street"""
    ),
    weather=words(
        """light rain; a week of fog; the first frost; a warm wind from the south; late snow;
        a dry summer; heavy dew; a short storm; high water; a clear cold night; thin ice;
        drifting mist; an early thaw; steady drizzle; a hot afternoon; a sudden shower"""
    ),
    when=words(
        """on Monday; on Tuesday morning; on Wednesday; on Thursday evening; last Friday;
        over the weekend; at the end of the month; during the spring holiday; before sunrise;
        shortly after noon; in the first week of autumn; on the day of the fair;
        after the last train; while the market was open; between two showers;
        in the middle of the harvest; on the longest day of the year; at the start of term;
        late in the evening; for the third year running"""
    ),
    soon=words(
        """until the end of winter; from next spring; for another year; by the first of May;
        before the harvest; as soon as the paint dries; every second Sunday;
        until the last apple is picked; for as long as the light allows; after the holidays;
        from the next new moon; at least until June; when the river falls;
        during the summer evenings; on the first Saturday of each month; twice a week"""
    ),
    where=words(
        """beside the {river}; in {town}; near the school of {town}; above the {river} valley;
        on the left bank of the {river}; behind {thing}; at the edge of {town};
        in the upper quarter; not far from {thing}; between {town} and {town2};
        along the {river}; in a barn outside {town}; at the foot of the hill;
        in the lower town; opposite {thing}; where the {river} meets the {river2};
        under the plane trees; on the road to {town}; in the cellar of an inn; by the north gate"""
    ),
    headline_tails=words(
        """before the spring fair; with help from volunteers; after a winter of quiet work;
        for the first time in years; as the "season of lanterns" begins; ahead of the harvest;
        in front of hundreds of neighbours; despite a week of fog; to mark a round birthday;
        and invites everyone; with wood from its own forest; one plank at a time;
        while the river is low; in memory of an old teacher; on a "very long" Sunday; again;
        together with three villages; after the thaw; without closing for a day; by lamplight;
        ; ; ; """
    )
    + ("",) * 8,
    openings=lines(
        """
        in the morning,
        at first,
        a few steps away,
        as in other years,
        to everyone's surprise,
        by the afternoon,
        with some patience,
        after a long discussion,
        in a short note,
        according to {role},
        at the request of {actor2},
        on the way home from {town2},
        despite {weather},
        because of {weather},
        thanks to {m} {people},
        for the moment,
        little by little,
        in the same week,
        without much noise,
        as the season turned,
        further up the {river2},
        not long afterwards,
        in reply to a question,
        together with {actor2},
        """
    ),
    cores=lines(
        """
        {actor} {past} {thing} {where} {when}
        {n} {people} came to see how {actor} {past} {thing}
        {role} said that {thing} would stay open {soon}
        {actor} counted {n} {units}, {m} more than a year earlier
        {people} carried {units} from {thing} to {thing2}
        a letter from {town} asked {actor} to look after {thing} {soon}
        {actor} and {actor2} agreed to share {units} {soon}
        the road between {town} and {town2} stayed closed for {m} hours because of {weather}
        {role} compared {weather} over the {river} with that of {m} years ago
        {units} were laid out {where} and counted twice by {people}
        {m} {people} from {town} slept in {thing} and left {when}
        {actor} will lend {n} {units} to {actor2} {soon}
        {thing} smelled of {units} long after {actor} had gone
        {role} remembered {weather} and the {n} {people} who waited {where}
        no train stopped in {town} {when}, so {people} walked along the {river}
        {actor2} {past2} {thing2} while {people} waited {where}
        {role} drew a plan of {thing} that took {m} evenings to finish
        a collection of {units} was shown {where} and drew {n} {people}
        {people} of {town} and {people2} of {town2} played {m} games {when}
        the level of the {river} rose by {m} centimetres {when}
        {actor} printed {n} copies of a small guide to {thing}
        {m} of the {n} {units} had to be mended by {role}
        {role} began with {thing} and ended with {thing2}
        {actor} sold {units} at the gate and bought {units2} with the money
        the children of {town} painted {units} for {actor}
        {thing} cost {n} hours of work, most of it done by {people}
        {role} promised {people} a walk to {thing} {soon}
        {actor} keeps its {units} {where}, next to those of {actor2}
        two boats brought {units} down the {river} to {town}
        {people} asked for longer hours, and {actor} opened {thing} {when}
        {actor2} offered {m} prizes for the best drawing of {thing}
        only {m} of {n} {people} had ever been inside {thing2}
        {role} read aloud from the diary of {actor} {where}
        lamps burned {where} until {people} had found the last of the {units}
        {actor} measured {weather} with {m} instruments and wrote it all down
        a wall of {thing} was cleaned by {people} {when}
        {town} and {town2} take turns in keeping {units} {soon}
        {role} tuned {m} instruments in {thing} before {people} arrived
        from {thing} one sees the {river}, {town} and sometimes {town2}
        {people} planted {n} trees {where}, each with a small label
        {actor} answered {n} letters about {thing} {when}
        {role} closed the book on {units} and opened another on {units2}
        """
    ),
    tails=lines(
        """
        and nobody hurried
        which pleased {role}
        as {people} had hoped
        although {weather} was expected
        so that {people} could rest {where}
        and {role} kept the key
        with {units} piled up at the door
        while {people} sang
        in spite of {weather}
        since {thing} had no roof
        as agreed with {actor2}
        and tea was served {where}
        before {people} went back to {town2}
        until {weather} ended the day
        for which {role} had waited {m} years
        and the bill came to {n} coins
        even though {units} were scarce
        because {actor2} needed {thing2}
        with the help of {people}
        under the eyes of {role}
        as a photograph {where} shows
        if {weather} allows
        more than {town2} could offer
        and {m} dogs came along
        as the minutes of {actor2} record
        to the delight of {people}
        after {m} rehearsals in {thing2}
        without a single complaint from {people}
        once {units} had been moved
        rather than wait for {actor2}
        """
    ),
    quotes=lines(
        """
        We never asked for {units}; we asked for time, and {actor} gave it to us, said {role}.
        If {thing} could speak, it would thank the {people} of {town}, said {role}.
        I counted {n} {units} and then I stopped, because {weather} came, said {role}.
        There is no hurry, the {river} has been here longer than {actor}, said {role}.
        My father brought me to {thing} when I was {m}, and I have come back ever since, said {role}.
        You learn more from {people} than from {n} books about {thing}, said {role}.
        Give us {m} dry days and {thing2} will be ready, said {role}.
        Nobody in {town} believed that {actor} would finish, said {role}.
        """
    ),
    subheadings=lines(
        """
        A look at {thing}
        What {people} say
        From {town} to {town2}
        {weather} and other troubles
        The next steps {soon}
        Where the {units} come from
        An idea of {role}
        Between {thing} and {thing2}
        """
    ),
    persons=words(
        """Mirel Danvo; Tessa Corvell; Anor Belim; Jovan Pelsk; Ilsa Marrun; Dario Venk;
        Sanna Oldreth; Kamil Tervo; Leda Marsh-Orin; Rufin Askel; Oriel Dant; Pavo Lindren"""
    ),
    credits=words("Replica Photos; Northlight; Paper Lantern Agency; Archive of Wexley; Al Mayadeen English"),
    countries=words("Valdoria; North Isles; Kesmere; The Seven Valleys; Orland Coast; Tamaris; Upper Fennia"),
    coverages=words("Year of the River; The Great Harvest; Winter Railways; Festival of Lanterns"),
    topics=words(
        """Chess; Libraries; Railways; Harvest; Rivers; Weather; Museums; Gardens; Choirs;
        Markets; Ferries; Mountains; Theatre; Maps; Bread; Rowing; Seeds; Clocks; Puppets;
        Bridges; Reading; Water; Orchards; Film; Post; Lamps; Honey; Stories; Kites; Paper;
        Stone; Songs; Trams; Sailing; Printing; Villages"""
    ),
)
