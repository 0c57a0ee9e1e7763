"""What ``find`` takes for a place, and what it leaves alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.gazetteer import Place, exists, find, state, states
from legation.gazetteer.names import table


def found(text: str) -> list[str]:
    """Write each place as ``text=state/city``, short enough for a table."""
    return [f"{p.text}={p.state}" + (f"/{p.city}" if p.city else "") for p in find(text)]


KOREAS_AND_CONGOS = [
    ("North Korea and South Korea met.", ["North Korea=KP", "South Korea=KR"]),
    ("the DPRK, the ROK and the PRC", ["DPRK=KP", "ROK=KR", "PRC=CN"]),
    ("The Republic of Korea and the Democratic People's Republic of Korea", ["Republic of Korea=KR", "Democratic People's Republic of Korea=KP"]),
    ("Korean firms left.", ["Korean=KR"]),
    ("The Korean ambassador flew home to Pyongyang.", ["Korean=KP", "Pyongyang=KP/Pyongyang"]),
    ("Korean diplomats in Seoul and Pyongyang", ["Korean=KR", "Seoul=KR/Seoul", "Pyongyang=KP/Pyongyang"]),
    ("South Koreans, North Koreans", ["South Koreans=KR", "North Koreans=KP"]),
    ("the Korean War on the Korean Peninsula", []),
    ("Congo recalled its envoy.", ["Congo=CD"]),
    ("Congolese troops near Brazzaville", ["Congolese=CG", "Brazzaville=CG/Brazzaville"]),
    ("Brazzaville, Kinshasa: both Congolese capitals", ["Brazzaville=CG/Brazzaville", "Kinshasa=CD/Kinshasa", "Congolese=CD"]),
    ("the Republic of the Congo, the Democratic Republic of Congo, DR Congo, the DRC", ["Republic of the Congo=CG", "Democratic Republic of Congo=CD", "DR Congo=CD", "DRC=CD"]),
    ("Congo (Brazzaville) and Congo-Kinshasa", ["Congo (Brazzaville)=CG", "Congo-Kinshasa=CD"]),
    ("the People's Republic of China, not the Republic of China", ["People's Republic of China=CN", "Republic of China=TW"]),
]  # fmt: skip
NAMESAKES = [
    ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["Guinea=GN", "Guinea-Bissau=GW", "Equatorial Guinea=GQ", "Papua New Guinea=PG"]),
    ("Guinean, Bissau-Guinean and Equatorial Guinean envoys", ["Guinean=GN", "Bissau-Guinean=GW", "Equatorial Guinean=GQ"]),
    ("Niger and Nigeria, Nigeriens and Nigerians", ["Niger=NE", "Nigeria=NG", "Nigeriens=NE", "Nigerians=NG"]),
    ("Dominica is not the Dominican Republic.", ["Dominica=DM", "Dominican Republic=DO"]),
    ("Roseau, Dominica: the Dominican cabinet", ["Roseau=DM/Roseau", "Dominica=DM", "Dominican=DM"]),
    ("the Dominican embassy in Port-au-Prince", ["Dominican=DO", "Port-au-Prince=HT/Port-au-Prince"]),
    ("Georgia reopened its embassy in Yerevan.", ["Georgia=GE", "Yerevan=AM/Yerevan"]),
    ("Voters in Georgia gathered in Atlanta.", ["Atlanta=US/Atlanta"]),
    ("He was born in Athens, Georgia.", ["Athens=US/Athens"]),
    ("Batumi, Georgia", ["Batumi=GE/Batumi", "Georgia=GE"]),
    ("Samoa and American Samoa", ["Samoa=WS", "American Samoa=AS"]),
    ("Sudan and South Sudan, Sudanese and South Sudanese", ["Sudan=SD", "South Sudan=SS", "Sudanese=SD", "South Sudanese=SS"]),
    ("Saint Vincent and the Grenadines, St. Kitts & Nevis", ["Saint Vincent and the Grenadines=VC", "St. Kitts & Nevis=KN"]),
    ("Ireland and Northern Ireland", ["Ireland=IE", "Northern Ireland=GB"]),
    ("East Germans fled to West Germany.", ["East Germans=DD", "West Germany=DE"]),
    ("Tripoli, Lebanon, has no consulate; Tripoli has.", ["Tripoli=LB/Tripoli", "Lebanon=LB", "Tripoli=LY/Tripoli"]),
    ("Kingston shut its post in Kingston, Ontario.", ["Kingston=JM/Kingston", "Kingston=CA/Kingston"]),
    ("a consulate in New Brunswick, New Jersey, and one in Paris, Texas", ["New Brunswick=US/New Brunswick", "Paris=US/Paris"]),
    ("the embassy, moved from Lebanon, Ohio", ["Lebanon=US/Lebanon"]),
    ("Salisbury, where the Rhodesian government sat", ["Salisbury=ZW/Harare", "Rhodesian=ZW"]),
    ("the poisoning in Salisbury shocked London", ["Salisbury=GB/Salisbury", "London=GB/London"]),
    ("Victoria, Georgetown, Hamilton, St John's, St. George's, Port of Spain", ["Victoria=SC/Victoria", "Georgetown=GY/Georgetown", "Hamilton=BM/Hamilton", "St John's=AG/St. John's", "St. George's=GD/St. George's", "Port of Spain=TT/Port of Spain"]),
    ("Santiago, San Jose and San José", ["Santiago=CL/Santiago", "San Jose=CR/San José", "San José=CR/San José"]),
    ("Singapore, Djibouti and Luxembourg", ["Singapore=SG/Singapore", "Djibouti=DJ/Djibouti", "Luxembourg=LU/Luxembourg"]),
    ("The Foreign Office in London; the Foreign Office", ["Foreign Office=GB", "London=GB/London", "Foreign Office=GB"]),
    ("the Foreign Office in Islamabad", ["Foreign Office=PK", "Islamabad=PK/Islamabad"]),
]  # fmt: skip
OLD_AND_OTHER = [
    ("Türkiye, Turkey and Turks", ["Türkiye=TR", "Turkey=TR", "Turks=TR"]),
    ("Eswatini, once Swaziland; the Swazi king", ["Eswatini=SZ", "Swaziland=SZ", "Swazi=SZ"]),
    ("Burma, Burmese and Myanmar", ["Burma=MM", "Burmese=MM", "Myanmar=MM"]),
    ("Holland, the Dutch and The Hague", ["Holland=NL", "Dutch=NL", "The Hague=NL/The Hague"]),
    ("the Emirates, the UAE; Emirates flies", ["the Emirates=AE", "UAE=AE"]),
    ("the USSR, the Soviet Union and Soviet envoys", ["USSR=RU", "Soviet Union=RU", "Soviet=RU"]),
    ("Yugoslavia, Czechoslovakia, the GDR, Zaire, Upper Volta, Ceylon", ["Yugoslavia=RS", "Czechoslovakia=CZ", "GDR=DD", "Zaire=CD", "Upper Volta=BF", "Ceylon=LK"]),
    ("North Yemen, South Yemen, South Vietnam, North Vietnam", ["North Yemen=YE", "South Yemen=YE", "South Vietnam=VN", "North Vietnam=VN"]),
    ("Peking, Saigon, Bombay, Leningrad, Rangoon, Kiev", ["Peking=CN/Beijing", "Saigon=VN/Ho Chi Minh City", "Bombay=IN/Mumbai", "Leningrad=RU/St Petersburg", "Rangoon=MM/Yangon", "Kiev=UA/Kyiv"]),
    ("Leopoldville, Elisabethville, Danzig, Constantinople, Alma-Ata", ["Leopoldville=CD/Kinshasa", "Elisabethville=CD/Lubumbashi", "Danzig=PL/Gdansk", "Constantinople=TR/Istanbul", "Alma-Ata=KZ/Almaty"]),
    ("Sahrawis in Laayoune, Nuuk, Pristina, Ramallah, Taipei, Macau", ["Sahrawis=EH", "Laayoune=EH/Laayoune", "Nuuk=GL/Nuuk", "Pristina=XK/Pristina", "Ramallah=PS/Ramallah", "Taipei=TW/Taipei", "Macau=MO/Macau"]),
    ("the Holy See, the Kremlin, Downing Street, the White House", ["Holy See=VA", "Kremlin=RU", "Downing Street=GB", "White House=US"]),
    ("Foggy Bottom, the State Department, the Quai d’Orsay, the Blue House", ["Foggy Bottom=US", "State Department=US", "Quai d’Orsay=FR", "Blue House=KR"]),
    ("the EU, the European Union, the UN and the United Nations", ["EU=EU", "European Union=EU", "UN=UN", "United Nations=UN"]),
]  # fmt: skip
FORMS = [
    ("Côte d’Ivoire’s envoy, Cote d'Ivoire and Côte d'Ivoire", ["Côte d’Ivoire=CI", "Cote d'Ivoire=CI", "Côte d'Ivoire=CI"]),
    ("Uganda's, Ugandans' and Uganda’s", ["Uganda=UG", "Ugandans=UG", "Uganda=UG"]),
    ("U.S.-Cuban talks, Russian-backed forces, Sino-Soviet ties", ["U.S.=US", "Cuban=CU", "Russian=RU", "Sino=CN", "Soviet=RU"]),
    ("KAMPALA, Oct 24 (Wire) -", ["KAMPALA=UG/Kampala"]),
    ("GABORONE, CÔTE D'IVOIRE, SOUTH AFRICA", ["GABORONE=BW/Gaborone", "CÔTE D'IVOIRE=CI", "SOUTH AFRICA=ZA"]),
    ("the US, U.S., UK, U.K., NZ, PNG and FRG", ["US=US", "U.S.=US", "UK=GB", "U.K.=GB", "NZ=NZ", "PNG=PG", "FRG=DE"]),
    ("tell us in the un-American way; eu, uk", ["American=US"]),
    ("N’Djamena, Nuku‘alofa, Malé, Bogota and Bogotá", ["N’Djamena=TD/N'Djamena", "Nuku‘alofa=TO/Nuku'alofa", "Malé=MV/Malé", "Bogota=CO/Bogotá", "Bogotá=CO/Bogotá"]),
    ("Hong\nKong and New\u00a0Zealand", ["Hong\nKong=HK/Hong Kong", "New\u00a0Zealand=NZ"]),
    ("an attack on the New\n\nYork", []),
    ("Port-au-Prince, Dar es Salaam, Frankfurt am Main, Mazar-i-Sharif", ["Port-au-Prince=HT/Port-au-Prince", "Dar es Salaam=TZ/Dar es Salaam", "Frankfurt am Main=DE/Frankfurt", "Mazar-i-Sharif=AF/Mazar-i-Sharif"]),
    ("😀 Uganda", ["Uganda=UG"]),
    ("an Omani, two Omanis, Iraqis and Thais", ["Omani=OM", "Omanis=OM", "Iraqis=IQ", "Thais=TH"]),
    ("Gdansk, Karachi, Guangzhou, Mashhad, Lahore, Jalalabad, Chengdu", ["Gdansk=PL/Gdansk", "Karachi=PK/Karachi", "Guangzhou=CN/Guangzhou", "Mashhad=IR/Mashhad", "Lahore=PK/Lahore", "Jalalabad=AF/Jalalabad", "Chengdu=CN/Chengdu"]),
    ("Vladivostok, Thessaloniki and Bergen", ["Vladivostok=RU/Vladivostok", "Thessaloniki=GR/Thessaloniki", "Bergen=NO/Bergen"]),
]  # fmt: skip
TRAPS = [
    ("They ate turkey; a chad hung; china broke; poles fell; a male guard; a nice split.", []),
    ("The midfielder Jordan Henderson played with Michael Jordan's shoes on.", []),
    ("It was written by Chad O'Carroll, who has followed the matter for years.", []),
    ("Foreign minister Israel Katz said that the decision would stand.", []),
    ("The late Isaiah Berlin and the actor Denzel Washington never met there.", []),
    ("Mr Jordan and Mrs London both declined to say anything at all.", []),
    ("The new defence secretary, Lloyd Austin, flew to Austin after the talks.", ["Austin=US/Austin"]),
    ("The president of Paraguay, Santiago Peña, will open the embassy himself.", ["Paraguay=PY"]),
    ("The government fell with Pedro Castillo. Lima expelled the ambassador.", ["Lima=PE/Lima"]),
    ("It was a letter of Queen Victoria to the crew of HMS London, no less.", []),
    ("under the Cotonou Agreement, the Barcelona Process and the Astana process", []),
    ("the embassy in Central London and western New Guinea", ["London=GB/London"]),
    ("Jordan Recalls Ambassador", ["Jordan=JO"]),
    ("Turkey Shuts Embassy in Damascus After Attack", ["Turkey=TR", "Damascus=SY/Damascus"]),
    ("Latin American, South American, North American, Central American, African American", []),
    ("the New York Times, the Washington Post, the Times of India, the Bangkok Post and the Japan Times", []),
    ("South China Morning Post, China Daily, Korea Herald, Jerusalem Post, Deutsche Welle", []),
    ("the Paris Agreement, Geneva Conventions, Vienna Convention, Oslo accords, Minsk agreements, Warsaw Pact", []),
    ("the Indian Ocean, the South China Sea, the Gulf of Oman, the Sea of Japan, the Panama Canal, Lake Chad", []),
    ("New Mexico, New England, Indiana, Washington state", []),
    ("Washington said no.", ["Washington=US/Washington"]),
    ("Air France and the Bank of China closed their offices.", []),
    ("worth US$5 million, on 8 GB", []),
    ("CAR BOMB hits CAR mission", ["CAR=CF"]),
    ("Manchester United beat a team; Oxford Street was shut.", []),
    ("Colon-separated words, a Split decision", []),
    ("He split the cost in Split; it was nice in Nice.", ["Split=HR/Split", "Nice=FR/Nice"]),
    ("Nigeriana, Malian, Omaniya, Iranologist", ["Malian=ML"]),
    ("French-speaking envoys from France", ["France=FR"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*KOREAS_AND_CONGOS, *NAMESAKES, *OLD_AND_OTHER, *FORMS, *TRAPS])
def test_names_mean_what_a_reader_takes_them_for(text: str, expected: list[str]) -> None:
    """Each text of the table gives exactly these places."""
    assert found(text) == expected


def test_kinds_tell_states_people_cities_and_bodies_apart() -> None:
    """A place says in what way it stands for its state."""
    kinds = [place.kind for place in find("Kenya's Kenyans in Nairobi and the Kremlin")]
    assert kinds == ["state", "demonym", "city", "body"]


def test_code_is_the_state() -> None:
    """``code`` is another word for ``state``."""
    assert Place(0, 5, "Kenya", "KE", None, "state").code == "KE"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("in Brasilia", "Brasilia"),
        ("in Brasília", "Brasília"),
        ("BOGOTA -", "Bogotá"),
        ("in Peking", "Beijing"),
        ("in Oporto", "Oporto"),
        ("in Lyons", "Lyons"),
        ("N’Djamena", "N'Djamena"),
        ("Hong\nKong", "Hong Kong"),
        ("Kenya", None),
    ],
)
def test_a_city_keeps_the_marks_that_its_text_gives_it(text: str, spelled: str | None) -> None:
    """``spelled`` is the text's own spelling of the English form, and the English form where the name is another."""
    (place,) = find(text)
    assert place.spelled == spelled


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    """Whatever the text, places lie in it, in order, without overlap, and their words stand at their offsets."""
    end = 0
    for place in find(text):
        assert end <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == place.text
        end = place.end


FORM = st.sampled_from(sorted(table()))
GLUE = st.sampled_from(
    [" ", ", ", ". ", "-", "'s ", "’s ", "\n", "\n\n", " in ", " of ", " Embassy ", " (", "\u00a0", "Q", ""]
)


@given(st.lists(st.tuples(FORM, GLUE), max_size=12))
def test_names_in_any_company_keep_order_and_codes(parts: list[tuple[str, str]]) -> None:
    """Names glued together in any way give ordered places with codes that exist."""
    text = "".join(form + glue for form, glue in parts)
    end = 0
    for place in find(text):
        assert end <= place.start < place.end
        assert text[place.start : place.end] == place.text
        assert place.state is not None
        assert state(place.state).code == place.state
        end = place.end


def test_every_name_of_a_present_state_is_found() -> None:
    """The everyday and formal name and the capital of each state are found with its code, wherever they stand."""
    for one in states():
        assert exists(one.code, dt.date(2026, 1, 1)) or one.ended
        for name in (one.name, one.formal):
            places = find(f"the envoy to {name} left.")
            assert [place.state for place in places] == [one.code], name
