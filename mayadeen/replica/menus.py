"""The menus of the three editions as data."""

from mayadeen.replica.editions import Edition, Words, sections

ENGLISH = Edition(
    code="en",
    name="Al Mayadeen English",
    host="english.almayadeen.net",
    direction="ltr",
    newsroom="Al Mayadeen net",
    source="Agencies + Al Mayadeen Net",
    groups=(
        ("news", "News", ""),
        ("articles", "Articles", ""),
        ("videos", "Videos", ""),
        ("infographs", "Infographs", "infograph"),
        ("pictures", "In Pictures", "in-pictures"),
    ),
    sections=sections("""
        news/politics        | Politics        | news        | 10 | news
        news/economic        | Economy         | news        | 4  | news
        news/sports          | Sports          | news        | 3  | news
        news/arts-culture    | Arts&Culture    | news        | 3  | news
        news/health          | Health          | news        | 2  | news
        misc                 | Miscellaneous   | news        | 2  | news
        news/technology      | Technology      | news        | 2  | news
        news/environment     | Environment     | news        | 2  | news
        reports              | Reports         | report      | 2  | news
        tv-reports           | News Reports    | report      | 2  | news
        press                | Press           | press       | 2  | articles
        research-papers      | Research Papers | research    | 2  | articles
        articles/opinion     | Opinion         | opinion     | 3  | articles
        articles/analysis    | Analysis        | analysis    | 2  | articles
        articles/blog        | Blog            | blog        | 2  | articles
        articles/features    | Features        | feature     | 2  | articles
        video/newsfeed       | NewsFeed        | video       | 3  | videos
        video/video-features | Video Features  | video       | 1  | videos
        video/explainers     | Explainers      | video       | 1  | videos
        video/tv             | TV              | video       | 1  | videos
        video/digital-series | Digital Series  | video       | 1  | videos
        newscast             | Newscast        | newscast    | 2  | videos
        podcasts             | Podcasts        | podcast     | 2  | videos
        infograph            | Infographs      | infographic | 2  | infographs
        in-pictures          | In Pictures     | gallery     | 2  | pictures
    """),
    regions=(
        ("africa", "Africa"), ("asia", "Asia"), ("asia-pacific", "Asia-Pacific"),
        ("europe", "Europe"), ("latin-america", "Latin America"), ("mena", "MENA"),
        ("palestine", "Palestine"), ("us-canada", "US & Canada"),
    ),
    words=Words(
        by="By", source="Source:", minutes_read="{} Min Read",
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        today="Today", related="Related News", browse_more="Browse more", load_more="Load more",
        by_author="More by the author", next_page="Next", most_read="Most Read",
        coverage="Coverage", in_five="In Five", read_next="Read Next", all="All",
        breaking="BREAKING", regions="Regions", videos="Videos",
        footer_links=("Privacy Policy", "About Us", "Contact Us", "Authors"),
        footer_lines=("Al Mayadeen is an Arab Independent Media Satellite Channel.",
                      "A replica for demonstrations: every text here is made up.",
                      "All Rights Reserved"),
    ),
    # Whether the English pages carry the script, and with which values, is not known.
    classes={
        "news": "News", "report": "News Reports", "opinion": "Opinion", "analysis": "Analysis",
        "blog": "Blog", "feature": "Features", "press": "Press", "research": "Research Papers",
        "video": "Video", "newscast": "Newscast", "podcast": "Podcast",
        "infographic": "Infograph", "gallery": "In Pictures", "author": "Authors",
    },
)  # fmt: skip

ARABIC = Edition(
    code="ar",
    name="الميادين",
    host="www.almayadeen.net",
    direction="rtl",
    newsroom="الميادين نت",
    source="وكالات + الميادين نت",
    groups=(
        ("news", "أخبار", ""),
        ("articles", "آراء", ""),
        ("videos", "مرئيات", ""),
        ("infographs", "إنفوغراف", "infograph"),
        ("pictures", "صور", "in-pictures"),
    ),
    sections=sections("""
        news/politics     | سياسة          | news        | 10 | news
        news/economic     | اقتصاد         | news        | 4  | news
        news/sports       | رياضة          | news        | 3  | news
        news/culture      | ثقافة          | news        | 3  | news
        news/health       | صحة            | news        | 2  | news
        misc              | منوعات         | news        | 2  | news
        news/technology   | تكنولوجيا      | news        | 2  | news
        news/environment  | بيئة           | news        | 2  | news
        reports           | تقارير         | report      | 2  | news
        tv-reports        | تقارير إخبارية | report      | 2  | news
        press             | صحافة          | press       | 2  | articles
        research-papers   | متابعات        | research    | 2  | articles
        articles          | مقالات         | opinion     | 3  | articles
        analysis          | تحليل          | analysis    | 2  | articles
        articles/blog     | مدونات         | blog        | 2  | articles
        articles/features | قصص            | feature     | 2  | articles
        video             | فيديو          | video       | 7  | videos
        newscast          | نشرة الأخبار   | newscast    | 2  | videos
        podcasts          | بودكاست        | podcast     | 2  | videos
        infograph         | إنفوغراف       | infographic | 2  | infographs
        in-pictures       | صور            | gallery     | 2  | pictures
    """),
    regions=(
        ("africa", "أفريقيا"), ("asia", "آسيا"), ("asia-pacific", "آسيا والمحيط الهادئ"),
        ("europe", "أوروبا"), ("latin-america", "أميركا اللاتينية"),
        ("mena", "الشرق الأوسط وشمال أفريقيا"), ("palestine", "فلسطين"),
        ("us-canada", "الولايات المتحدة وكندا"),
    ),
    words=Words(
        by="بقلم", source="المصدر:", minutes_read="{} دقائق للقراءة",
        months=("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
                "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
        # Cards were seen to write August without its madda.
        short_months=("كانون الثاني", "شباط", "اذار", "نيسان", "أيار", "حزيران",
                      "تموز", "اب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
        today="اليوم", related="أخبار ذات صلة", browse_more="تصفح المزيد",
        load_more="المزيد", by_author="اقرأ للكاتب", next_page="التالي",
        most_read="الأكثر قراءة", coverage="تغطيات", in_five="في خمس", read_next="اقرأ التالي",
        all="الكل", breaking="عاجل", regions="المناطق", videos="فيديو",
        footer_links=("سياسة الخصوصية", "من نحن", "اتصل بنا", "الكتّاب"),
        footer_lines=("شبكة إعلامية عربية مستقلة.",
                      "نسخة للتجربة: كل ما فيها من نصوص مختلق.",
                      "جميع الحقوق محفوظة"),
    ),
    # No posttype was seen for blogs, features and galleries; the others were.
    classes={
        "news": "أخبار", "report": "تقارير إخبارية", "opinion": "مقالات", "analysis": "تحليل",
        "blog": "مدونات", "feature": "قصص", "press": "صحافة", "research": "متابعات",
        "video": "فيديو", "newscast": "نشرة الأخبار", "podcast": "بودكاست",
        "infographic": "إنفوغراف", "gallery": "صور", "author": "الكتّاب",
    },
)  # fmt: skip

SPANISH = Edition(
    code="es",
    name="Al Mayadeen Español",
    host="espanol.almayadeen.net",
    direction="ltr",
    newsroom="Al Mayadeen Español",
    source="Agencias + Al Mayadeen Español",
    groups=(
        ("news", "Noticias", ""),
        ("articles", "Artículos", ""),
        ("videos", "Videos", ""),
        ("infographs", "Infografías", "infograph"),
        ("pictures", "En imágenes", "in-pictures"),
    ),
    sections=sections("""
        news/politics     | Política       | news        | 10 | news
        news/economic     | Economía       | news        | 4  | news
        news/sports       | Deportes       | news        | 3  | news
        news/culture      | Cultura        | news        | 3  | news
        news/health       | Salud          | news        | 2  | news
        misc              | Misceláneas    | news        | 2  | news
        news/technology   | Tecnología     | news        | 2  | news
        news/environment  | Medio Ambiente | news        | 2  | news
        reports           | Reportes       | report      | 2  | news
        tv-reports        | Reportes de TV | report      | 2  | news
        press             | Prensa         | press       | 2  | articles
        research-papers   | Investigación  | research    | 2  | articles
        articles/opinion  | Opinión        | opinion     | 3  | articles
        articles/analysis | Análisis       | analysis    | 2  | articles
        articles/blog     | Blog           | blog        | 2  | articles
        articles/features | Reportajes     | feature     | 2  | articles
        video             | Videos         | video       | 7  | videos
        newscast          | Noticiero      | newscast    | 2  | videos
        podcasts          | Podcasts       | podcast     | 2  | videos
        infograph         | Infografías    | infographic | 2  | infographs
        in-pictures       | En imágenes    | gallery     | 2  | pictures
    """),
    regions=(
        ("africa", "África"), ("asia", "Asia"), ("asia-pacific", "Asia-Pacífico"),
        ("europe", "Europa"), ("latin-america", "América Latina"),
        ("mena", "Medio Oriente y Norte de África"), ("palestine", "Palestina"),
        ("us-canada", "EE.UU. y Canadá"),
    ),
    words=Words(
        by="Por", source="Fuente:", minutes_read="{} min de lectura",
        months=("enero", "febrero", "marzo", "abril", "mayo", "junio",
                "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        short_months=("ene", "feb", "mar", "abr", "may", "jun",
                      "jul", "ago", "sep", "oct", "nov", "dic"),
        today="Hoy", related="Noticias relacionadas", browse_more="Ver más",
        load_more="Cargar más", by_author="Más del autor", next_page="Siguiente",
        most_read="Más leídas", coverage="Cobertura", in_five="En cinco",
        read_next="A continuación", all="Todo", breaking="ÚLTIMA HORA", regions="Regiones",
        videos="Videos",
        footer_links=("Política de privacidad", "Quiénes somos", "Contacto", "Autores"),
        footer_lines=("Al Mayadeen es un canal satelital árabe independiente.",
                      "Réplica para demostraciones: todos los textos son inventados.",
                      "Todos los derechos reservados"),
    ),
    # Whether the Spanish pages carry the script is not known; here they do not.
    classes={},
)  # fmt: skip

EDITIONS = {edition.code: edition for edition in (ENGLISH, ARABIC, SPANISH)}
