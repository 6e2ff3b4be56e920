"""Spanish words and frames. Every name of a person and of a place is invented."""

from mayadeen.replica.texts.language import Language, lines, verbs, words

SPANISH = Language(
    contractions=((" de el ", " del "), (" a el ", " al "), ("De el ", "Del "), ("A el ", "Al ")),
    towns=words(
        """Velmora; Tarsín; Belvana; Cordal; Dunmera; Elvasto; Farluz; Gresca; Hallín; Istrel;
        Jorvela; Kestina; Lomarda; Marvique; Nerola; Oscarna; Palorén; Quimbra; Rostal;
        Selvique; Tolmina; Ulverna; Váspera; Wendel; Yarmonte; Zelda; Ambria; Brinca; Caldera;
        Dorvana; Escalda; Fenora; Galdría; Héspera; Ivorén; Junmar; Colvar; Lisena; Morvén;
        Nandora; Orsala; Perrín; Rivona; Sandría; Tervana; Umbrela; Vintora; Vexila"""
    ),
    actors=words(
        """el club de ajedrez; la biblioteca; el consejo del río; la unión agrícola;
        el taller de trenes; el observatorio; el museo de campanas; la escuela de canto;
        el coro escolar; el gremio textil; la naviera local; el club alpino; la compañía teatral;
        el archivo de mapas; la academia de pan; la escuela nocturna; el club de remo;
        el banco de semillas; la relojería; el teatro de títeres; la oficina de obras;
        el círculo lector; la junta de aguas; la granja escuela; el cineclub;
        el museo postal; la fábrica de luces; la sociedad apícola; el festival de cuento;
        el club de cometas; la imprenta; el gremio de cantería; la fonoteca; la cochera;
        la escuela de vela; el diario vecinal"""
    ),
    verbs=verbs(
        """restaura/restauró; reabre/reabrió; repinta/repintó; mide/midió; amplía/amplió;
        presenta/presentó; revisa/revisó; explora/exploró; describe/describió; dibuja/dibujó;
        filma/filmó; estudia/estudió; renueva/renovó; visita/visitó"""
    ),
    things=words(
        """el puente; la sala de lectura; el granero; la torre; la estación vieja; el molino;
        la sala de juegos; la rosaleda; el escenario; el mercado; los pluviómetros;
        el muelle; la mapoteca; el faro; el sendero; el muro del huerto; el invernadero;
        la línea de tranvía; la quesería; el camino de la sal; la bomba de viento;
        el cobertizo; el anfiteatro; el almendral"""
    ),
    rivers=words(
        """Arvel; Belsa; Corrín; Dalvo; Esmer; Fiorno; Gelva; Harno; Isco; Jela; Corvo; Luna Baja;
        Mistel; Norela; Osa Mayor; Pelmo; Ronal; Silfo; Tamsina; Urdel; Vesel; Guispa; Yaro; Cinto"""
    ),
    people=words(
        """visitantes; alumnos; agricultores; lectores; vecinos; jugadores; pasajeros; músicos;
        caminantes; aprendices; maestros jubilados; jóvenes jardineros; carpinteros; ciclistas;
        constructores de barcas; bibliotecarios; voluntarios; tejedores; tenderos; estudiantes;
        panaderos; invitados de otros pueblos; astrónomos aficionados; apicultores"""
    ),
    units=words(
        """cajas de manzanas; sacos de cebada; libros donados; tablas de madera;
        lámparas de cobre; fotografías antiguas; tarros de miel; mapas a mano; billetes de tren;
        rollos de papel; sobres de semillas; sillas plegables; campanas de bronce;
        manojos de juncos; pizarras; cestas de higos; hojas de partitura; postales;
        tejas de barro; relojes de ajedrez; faroles; mantas de lana; cajas de cartas;
        barriles de aceitunas"""
    ),
    roles=words(
        """el jardinero mayor; un maquinista jubilado; la bibliotecaria más joven;
        una profesora de geografía; el guardián de la torre; uno de los molineros;
        una violonchelista invitada; el empleado de la estación; un apicultor de las colinas;
        la carpintera encargada; el secretario de la feria; una estudiante de botánica;
        la capitana del transbordador; un historiador local; la árbitra; un viejo encuadernador;
        el sereno; una topógrafa; el pintor de decorados; una abuela de la calle alta"""
    ),
    weather=words(
        """la lluvia fina; una semana de niebla; la primera helada; un viento cálido del sur;
        la nieve tardía; un verano seco; el rocío abundante; una tormenta breve; la crecida;
        una noche clara y fría; el hielo delgado; la bruma; un deshielo temprano; la llovizna;
        una tarde calurosa; un chubasco repentino"""
    ),
    when=words(
        """el lunes; el martes por la mañana; el miércoles; el jueves por la tarde;
        el viernes pasado; durante el fin de semana; a fines de mes;
        en las vacaciones de primavera; antes del amanecer; poco después del mediodía;
        en la primera semana de otoño; el día de la feria; después del último tren;
        con el mercado abierto; entre dos chubascos; en plena cosecha;
        en el día más largo del año; al comenzar el curso; ya entrada la noche;
        por tercer año consecutivo"""
    ),
    soon=words(
        """hasta el final del invierno; desde la próxima primavera; durante un año más;
        antes del primero de mayo; antes de la cosecha; en cuanto seque la pintura;
        cada dos domingos; hasta la última manzana; mientras haya luz;
        después de las fiestas; desde la luna nueva; al menos hasta junio; cuando baje el río;
        en las tardes de verano; el primer sábado de cada mes; dos veces por semana"""
    ),
    where=words(
        """junto al {river}; en {town}; cerca de la escuela de {town}; sobre el valle del {river};
        en la orilla izquierda del {river}; detrás de {thing}; a las afueras de {town};
        en el barrio alto; no lejos de {thing}; entre {town} y {town2}; a lo largo del {river};
        en un pajar próximo a {town}; al pie de la colina; en la parte baja; frente a {thing};
        donde el {river} encuentra el {river2}; bajo los plátanos; en el camino de {town};
        en el sótano de una posada; por la puerta norte"""
    ),
    headline_tails=words(
        """antes de la feria de primavera; con ayuda de voluntarios; tras un invierno tranquilo;
        por primera vez en años; al empezar la "temporada de faroles"; a las puertas de la cosecha;
        ante cientos de vecinos; pese a una semana de niebla; para celebrar un aniversario;
        e invita a todos; con madera de su bosque; tabla a tabla; con el río bajo;
        en recuerdo de una maestra; en un domingo "muy largo"; otra vez; junto a tres aldeas;
        tras el deshielo; sin cerrar un solo día; a la luz de los faroles"""
    )
    + ("",) * 8,
    openings=lines(
        """
        por la mañana,
        al principio,
        a pocos pasos,
        como en otros años,
        para sorpresa de todos,
        ya por la tarde,
        con algo de paciencia,
        tras una larga conversación,
        en una breve nota,
        según {role},
        a petición de {actor2},
        de regreso de {town2},
        a pesar de {weather},
        a causa de {weather},
        gracias a {m} {people},
        por el momento,
        poco a poco,
        en la misma semana,
        sin mucho ruido,
        con el cambio de estación,
        más arriba del {river2},
        no mucho después,
        en respuesta a una pregunta,
        en compañía de {actor2},
        """
    ),
    cores=lines(
        """
        {actor} {past} {thing} {where} {when}
        {n} {people} acudieron a ver cómo {actor} {past} {thing}
        {role} dijo que se podrá entrar en {thing} {soon}
        {actor} contó {n} {units}, {m} más que un año antes
        {m} {people} llevaron {units} desde {thing} hasta {thing2}
        una carta de {town} pidió a {actor} que cuidara {thing} {soon}
        {actor} y {actor2} acordaron compartir {units} {soon}
        la carretera entre {town} y {town2} estuvo cerrada {m} horas a causa de {weather}
        {role} comparó {weather} del {river} con la de hace {m} años
        sobre unas mesas, {where}, se expusieron {units} que contaron dos veces {people}
        {m} {people} de {town} durmieron en {thing} y partieron {when}
        {actor} prestará {n} {units} a {actor2} {soon}
        en {thing} quedó el olor de {units} mucho después de que {actor} se marchara
        {role} recordó {weather} y a los {n} {people} que esperaban {where}
        ningún tren paró en {town} {when}, así que {m} {people} caminaron por la orilla del {river}
        {actor2} {past2} {thing2} mientras {n} {people} esperaban {where}
        {role} trazó un plano de {thing} que llevó {m} noches
        una colección de {units} se mostró {where} y atrajo a {n} {people}
        los {people} de {town} y los {people2} de {town2} jugaron {m} partidas {when}
        el nivel del {river} subió {m} centímetros {when}
        {actor} imprimió {n} ejemplares de una pequeña guía sobre {thing}
        de un total de {n} {units}, {role} tuvo que arreglar {m}
        {role} empezó por {thing} y terminó con {thing2}
        {actor} vendió {units} en la entrada y compró {units2} con el dinero
        los niños de {town} pintaron {units} para {actor}
        arreglar {thing} costó {n} horas de trabajo, casi todas de {people}
        {role} prometió a los {people} un paseo hasta {thing} {soon}
        {actor} guarda sus {units} {where}, al lado de las cosas de {actor2}
        dos barcas bajaron {units} por el {river} hasta {town}
        los {people} pidieron más horas, y {actor} abrió {thing} {when}
        {actor2} ofreció {m} premios para el mejor dibujo de {thing}
        solo {m} de {n} {people} conocían por dentro {thing2}
        {role} leyó en voz alta el diario de {actor} {where}
        las luces siguieron encendidas {where} hasta que los {people} hallaron {units}
        {actor} midió {weather} con {m} instrumentos y lo anotó todo
        los {people} limpiaron una pared de {thing} {when}
        {town} y {town2} se turnan para guardar {units} {soon}
        {role} afinó {m} instrumentos en {thing} antes de que llegaran los {people}
        desde {thing} se ven el {river}, {town} y a veces {town2}
        {m} {people} plantaron {n} árboles {where}, cada uno con su etiqueta
        {actor} contestó {n} cartas sobre {thing} {when}
        {role} cerró el cuaderno de {units} y abrió otro de {units2}
        """
    ),
    tails=lines(
        """
        y nadie tuvo prisa
        lo que alegró a {role}
        como esperaban los {people}
        aunque se anunciaba {weather}
        para que los {people} descansaran {where}
        y {role} guardó la llave
        con {units} junto a la puerta
        mientras cantaban los {people}
        sin temor a {weather}
        pues {thing} no tenía techo
        según lo acordado con {actor2}
        y se sirvió té {where}
        antes de que los {people} volvieran a {town2}
        hasta que {weather} puso fin al día
        algo que {role} esperaba desde hacía {m} años
        y la cuenta fue de {n} monedas
        aunque escaseaban {units}
        porque {actor2} necesitaba {thing2}
        con la ayuda de los {people}
        bajo la mirada de {role}
        como muestra una fotografía tomada {where}
        si {weather} lo permite
        más de lo que {town2} podía ofrecer
        y {m} perros los siguieron
        como consta en las actas de {actor2}
        para alegría de los {people}
        después de {m} ensayos en {thing2}
        sin una sola queja de los {people}
        sin contar {units}
        en lugar de esperar a {actor2}
        """
    ),
    quotes=lines(
        """
        No pedimos {units}; pedimos tiempo, y {actor} nos lo dio, dijo {role}.
        Si {thing} hablara, daría las gracias a los {people} de {town}, dijo {role}.
        Conté {n} {units} y luego paré, porque llegó {weather}, dijo {role}.
        No hay prisa: el {river} lleva aquí más tiempo que {actor}, dijo {role}.
        Mi padre me trajo a ver {thing} cuando tenía {m} años, y vuelvo desde entonces, dijo {role}.
        Se aprende más de los {people} que de {n} libros sobre {thing}, dijo {role}.
        Con {m} días secos podremos terminar {thing2}, dijo {role}.
        Nadie en {town} creía que {actor} fuera a terminar, dijo {role}.
        """
    ),
    subheadings=lines(
        """
        Una mirada a {thing}
        Lo que cuentan los {people}
        De {town} a {town2}
        {weather} y otras molestias
        Los próximos pasos, {soon}
        De dónde vienen {units}
        Una idea de {role}
        Entre {thing} y {thing2}
        """
    ),
    persons=words(
        """Mirela Danvo; Tesa Corvel; Anor Belim; Jovano Pelsca; Ilsa Marruno; Darío Venca;
        Sana Oldreta; Camilo Tervo; Leda Marsorín; Rufino Asquel; Oriela Danto; Pavo Lindrena"""
    ),
    credits=words("Fotos Réplica; Luz del Norte; Agencia Farol; Archivo de Vexila; Al Mayadeen Español"),
    countries=words("Valdoria; Islas del Norte; Quesmera; Los Siete Valles; Costa Orlanda; Tamaris; Alta Fenia"),
    coverages=words("Año del Río; La Gran Cosecha; Trenes de Invierno; Festival de los Faroles"),
    topics=words(
        """Ajedrez; Bibliotecas; Trenes; Cosecha; Ríos; Tiempo; Museos; Jardines; Coros; Mercados;
        Transbordadores; Montañas; Teatro; Mapas; Pan; Remo; Semillas; Relojes; Títeres; Puentes;
        Lectura; Agua; Huertos; Cine; Correo; Lámparas; Miel; Cuentos; Cometas; Papel; Piedra;
        Canciones; Tranvías; Vela; Imprenta; Aldeas"""
    ),
)
