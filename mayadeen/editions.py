"""The three editions as data. Nothing else in the project asks which edition it is in.

`assumed` marks what nobody here has seen on the site: the plain word of the language, or a
path formed like those that were seen (docs/architecture.md, "What is assumed").
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """An entry of a menu: where it leads and what it is called."""

    path: str
    label: str
    assumed: bool = False

    @property
    def name(self) -> str:
        """The path's last part, which `sections=` and `regions=` take besides the label."""
        return self.path.rsplit("/", 1)[-1]

    def is_called(self, name: str) -> bool:
        """Whether `name` is its label, its path or its path's last part, in any case."""
        wanted = name.strip().strip("/").casefold()
        return wanted in (self.label.casefold(), self.path.casefold(), self.name.casefold())


@dataclass(frozen=True)
class Words:
    """Words that a page prints around its content. All compared without case and diacritics."""

    by: tuple[str, ...]
    source: tuple[str, ...]
    minutes_read: tuple[str, ...]
    related: tuple[str, ...]
    read_also: tuple[str, ...]
    more: tuple[str, ...]
    tags: tuple[str, ...]
    most_read: tuple[str, ...]
    today: tuple[str, ...]
    yesterday: tuple[str, ...]
    morning: tuple[str, ...] = ("am", "a.m.")
    evening: tuple[str, ...] = ("pm", "p.m.")
    breaking: tuple[str, ...] = ()
    """What heads the ticker."""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The lists that pages show, by the names under which they are kept: what heads each."""


@dataclass(frozen=True)
class Edition:
    code: str
    host: str
    aliases: tuple[str, ...]
    language: str
    direction: str
    sections: tuple[Place, ...]
    regions: tuple[Place, ...]
    months: dict[str, int]
    words: Words
    newsroom: tuple[str, ...]
    post_types: dict[str, str] = field(default_factory=dict)
    """The metadata script's posttype -> kind; "" for pages that are no item."""
    day_first: bool = False
    """Whether 03/04/2023 can only be the third of April there."""

    @property
    def home(self) -> str:
        return f"https://{self.host}/"

    def place(self, name: str) -> Place | None:
        """The known section or region that is called so."""
        return next((place for place in self.sections + self.regions if place.is_called(name)), None)


# Kinds by what the address begins with; the first that fits, so the longer ones stand first.
KIND_BY_PATH = {
    "articles/opinion": "opinion",
    "articles/analysis": "analysis",
    "articles/blog": "blog",
    "articles/features": "feature",
    "news": "news",
    "articles": "opinion",
    "analysis": "analysis",
    "press": "press",
    "misc": "news",
    "reports": "report",
    "tv-reports": "report",
    "video": "video",
    "videos": "video",
    "podcasts": "podcast",
    "infograph": "infographic",
    "infographs": "infographic",
    "in-pictures": "gallery",
    "research-papers": "research",
    "newscast": "newscast",
    "live": "live",
}

# First parts of paths below which no item lies. Seen: authors, coverage, live; the rest are the
# ordinary names of such pages.
NO_ITEMS = frozenset(
    ["authors", "author", "coverage", "live", "tags", "tag", "search", "sitemaps", "about", "about-us", "contact", "contact-us", "privacy", "privacy-policy", "terms", "login", "rss", "feed", "api", "archive", "media"]
)

ENGLISH = Edition(
    code="en",
    host="english.almayadeen.net",
    aliases=(),
    language="en",
    direction="ltr",
    sections=(
        Place("news/politics", "Politics"),
        Place("news/economic", "Economy", assumed=True),
        Place("news/sports", "Sports", assumed=True),
        Place("news/arts-culture", "Arts&Culture", assumed=True),
        Place("news/health", "Health", assumed=True),
        Place("news/miscellaneous", "Miscellaneous", assumed=True),
        Place("news/technology", "Technology", assumed=True),
        Place("news/environment", "Environment", assumed=True),
        Place("articles/opinion", "Opinion", assumed=True),
        Place("articles/analysis", "Analysis", assumed=True),
        Place("articles/blog", "Blog", assumed=True),
        Place("articles/features", "Features"),
        Place("videos/newsfeed", "NewsFeed", assumed=True),
        Place("videos/video-features", "Video Features", assumed=True),
        Place("videos/explainers", "Explainers", assumed=True),
        Place("videos/tv", "TV", assumed=True),
        Place("videos/digital-series", "Digital Series", assumed=True),
        Place("infographs", "Infographs", assumed=True),
        Place("in-pictures", "In Pictures", assumed=True),
    ),
    regions=(
        Place("africa", "Africa", assumed=True),
        Place("asia", "Asia", assumed=True),
        Place("asia-pacific", "Asia-Pacific", assumed=True),
        Place("europe", "Europe", assumed=True),
        Place("latin-america", "Latin America", assumed=True),
        Place("mena", "MENA", assumed=True),
        Place("palestine", "Palestine", assumed=True),
        Place("us-canada", "US & Canada", assumed=True),
        Place("west-asia", "West Asia", assumed=True),
    ),
    months={
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
        "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
        "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    words=Words(
        by=("By",),
        source=("Source",),
        minutes_read=("Min Read",),
        related=("Related News", "Related"),
        read_also=("Read also", "Read more", "See also"),
        more=("Load more", "Show more", "Browse more", "More"),
        tags=("Tags", "Topics"),
        most_read=("Most Read", "Coverage", "In Five", "Read Next"),
        today=("Today",),
        yesterday=("Yesterday",),
        breaking=("Breaking", "Breaking News"),
        lists=(
            ("most-read", ("Most Read",)),
            ("coverage", ("Coverage",)),
            ("in-five", ("In Five",)),
            ("read-next", ("Read Next",)),
        ),
    ),
    newsroom=("Al Mayadeen net", "Al Mayadeen English", "Al Mayadeen"),
    # Whether the English pages carry the script, and with which values, is not known.
    post_types={
        "news": "news", "news reports": "report", "reports": "report", "report": "report",
        "video": "video", "videos": "video", "newscast": "newscast", "articles": "opinion",
        "article": "opinion", "opinion": "opinion", "analysis": "analysis", "blog": "blog",
        "features": "feature", "feature": "feature", "press": "press",
        "research papers": "research", "research": "research", "podcast": "podcast",
        "podcasts": "podcast", "infograph": "infographic", "infographs": "infographic",
        "infographic": "infographic", "in pictures": "gallery", "gallery": "gallery",
        "live": "live", "authors": "", "coverage": "",
    },
)

ARABIC = Edition(
    code="ar",
    host="www.almayadeen.net",
    aliases=("almayadeen.net",),
    language="ar",
    direction="rtl",
    sections=(
        Place("news/politics", "سياسة"),
        Place("news/economic", "اقتصاد"),
        Place("misc", "منوعات"),
        Place("articles", "مقالات"),
        Place("analysis", "تحليل"),
        Place("press", "صحافة"),
        Place("research-papers", "متابعات"),
        Place("tv-reports", "تقارير إخبارية"),
        Place("reports", "تقارير"),
        Place("video", "فيديو"),
        Place("newscast", "نشرة الأخبار"),
        Place("podcasts", "بودكاست"),
        Place("infograph", "إنفوغراف"),
        Place("news/sports", "رياضة", assumed=True),
        Place("news/culture", "ثقافة", assumed=True),
        Place("news/health", "صحة", assumed=True),
        Place("news/technology", "تكنولوجيا", assumed=True),
        Place("news/environment", "بيئة", assumed=True),
    ),
    regions=(
        Place("africa", "أفريقيا", assumed=True),
        Place("asia", "آسيا", assumed=True),
        Place("europe", "أوروبا", assumed=True),
        Place("latin-america", "أميركا اللاتينية", assumed=True),
        Place("palestine", "فلسطين", assumed=True),
        Place("us-canada", "الولايات المتحدة وكندا", assumed=True),
    ),
    months={
        "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6,
        "تموز": 7, "آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
        "كانون ثاني": 1, "تشرين أول": 10, "تشرين ثاني": 11, "كانون أول": 12,
        "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "مايو": 5, "يونيو": 6,
        "يوليو": 7, "أغسطس": 8, "سبتمبر": 9, "أكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
        "يونيه": 6, "يوليه": 7,
    },
    words=Words(
        by=("بقلم",),
        source=("المصدر",),
        minutes_read=("دقيقة للقراءة", "دقائق للقراءة", "دقيقة قراءة", "دقائق قراءة"),
        related=("أخبار ذات صلة", "مواضيع ذات صلة", "ذات صلة"),
        read_also=("اقرأ أيضاً", "اقرأ المزيد", "إقرأ أيضاً", "اقرأ للكاتب", "شاهد أيضاً"),
        more=("تصفح المزيد", "المزيد"),
        tags=("كلمات مفتاحية", "وسوم", "الكلمات الدلالية"),
        most_read=("الأكثر قراءة", "تغطيات", "الأكثر مشاهدة"),
        today=("اليوم",),
        yesterday=("أمس",),
        morning=("ص", "صباحاً", "فجراً", "قبل الظهر"),
        evening=("م", "مساءً", "عصراً", "بعد الظهر"),
        # No Arabic ticker or list was seen with its heading: all assumed.
        breaking=("عاجل", "أخبار عاجلة"),
        lists=(
            ("most-read", ("الأكثر قراءة", "الأكثر مشاهدة")),
            ("coverage", ("تغطيات", "تغطية")),
            ("in-five", ("في خمس", "في خمس دقائق")),
            ("read-next", ("اقرأ التالي",)),
        ),
    ),
    newsroom=("الميادين نت", "شبكة الميادين", "الميادين"),
    post_types={
        "أخبار": "news", "أخبار الميادين": "news", "منوعات": "news",
        "تقارير إخبارية": "report", "تقارير": "report", "مقالات": "opinion", "تحليل": "analysis",
        "صحافة": "press", "متابعات": "research", "فيديو": "video", "نشرة الأخبار": "newscast",
        "بودكاست": "podcast", "إنفوغراف": "infographic", "الكتّاب": "", "تغطيات": "",
    },
    day_first=True,
)

SPANISH = Edition(
    code="es",
    host="espanol.almayadeen.net",
    aliases=(),
    language="es",
    direction="ltr",
    sections=(
        Place("news/politics", "Política", assumed=True),
        Place("news/economic", "Economía", assumed=True),
        Place("news/sports", "Deportes", assumed=True),
        Place("news/culture", "Cultura", assumed=True),
        Place("news/health", "Salud", assumed=True),
        Place("news/miscellaneous", "Misceláneas", assumed=True),
        Place("news/technology", "Tecnología", assumed=True),
        Place("news/environment", "Medio Ambiente", assumed=True),
        Place("articles/opinion", "Opinión", assumed=True),
        Place("articles/analysis", "Análisis", assumed=True),
        Place("video", "Videos", assumed=True),
        Place("infograph", "Infografías", assumed=True),
    ),
    regions=(
        Place("africa", "África", assumed=True),
        Place("asia", "Asia", assumed=True),
        Place("europe", "Europa", assumed=True),
        Place("latin-america", "América Latina", assumed=True),
        Place("palestine", "Palestina", assumed=True),
        Place("us-canada", "EE.UU. y Canadá", assumed=True),
    ),
    months={
        "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6,
        "julio": 7, "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10,
        "noviembre": 11, "diciembre": 12,
        "ene": 1, "feb": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6,
        "jul": 7, "ago": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dic": 12,
    },
    # No Spanish article page was seen: all words are assumed.
    words=Words(
        by=("Por",),
        source=("Fuente",),
        minutes_read=("min de lectura", "minutos de lectura"),
        related=("Noticias relacionadas", "Relacionadas"),
        read_also=("Lea también", "Leer más", "Lea además", "Vea también"),
        more=("Cargar más", "Ver más", "Más"),
        tags=("Etiquetas", "Temas"),
        most_read=("Más leídas", "Lo más leído", "Cobertura"),
        today=("Hoy",),
        yesterday=("Ayer",),
        morning=("am", "a. m.", "a.m.", "de la mañana", "de la madrugada"),
        evening=("pm", "p. m.", "p.m.", "de la tarde"),
        breaking=("Última hora", "Urgente"),
        lists=(
            ("most-read", ("Más leídas", "Lo más leído")),
            ("coverage", ("Cobertura", "Coberturas")),
            ("in-five", ("En cinco", "En cinco minutos")),
            ("read-next", ("A continuación", "Lea a continuación")),
        ),
    ),
    newsroom=("Al Mayadeen Español", "Al Mayadeen net", "Al Mayadeen"),
    post_types={
        "noticias": "news", "noticia": "news", "reportes": "report", "artículos": "opinion",
        "opinión": "opinion", "análisis": "analysis", "blog": "blog", "video": "video",
        "videos": "video", "podcast": "podcast", "infografía": "infographic",
        "infografías": "infographic", "galería": "gallery", "reportajes": "feature",
        "prensa": "press", "investigación": "research", "noticiero": "newscast",
        "autores": "", "coberturas": "", "cobertura": "",
    },
    day_first=True,
)

EDITIONS = {edition.code: edition for edition in (ENGLISH, ARABIC, SPANISH)}
