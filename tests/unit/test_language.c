// The language of a text by its letters and short words, and when it overrules what is declared.
#include "unit/in_arena.h"

#include "meta/language.h"

static const struct {
    const char *code;
    const char *text;
} samples[] = {
    {"ar",
     "كانت السفينة قد عادت إلى الميناء في المساء، ولم يكن أحد ينتظرها سوى القطة التي تعيش بجانب "
     "المخبز القديم"},
    {"bg",
     "Корабът се върна в пристанището вечерта и никой не го чакаше, освен котката, която живее до "
     "старата пекарна и за която хората не знаят от къде е. Но тя не се бои от вода и по цял ден "
     "гледа как лодките се връщат при брега"},
    {"cs", "Loď se vrátila do přístavu až večer a nikdo na ni nečekal, jen kočka, která bydlí "
           "vedle staré "
           "pekárny. Lidé říkají, že je to jejich kočka, ale ona to ví lépe. Na břehu je dobře a "
           "ryby jsou "
           "vždy čerstvé, takže nemá důvod jít pryč od vody"},
    {"de",
     "Das Schiff kam erst am Abend in den Hafen zurück, und niemand wartete auf die Leute, nur die "
     "Katze, die bei der alten Bäckerei wohnt. Sie ist nicht die Katze von einem der Fischer, aber "
     "sie hat es so lange mit ihnen ausgehalten, dass auch der Hund sie für eine von uns hält"},
    {"el", "Το πλοίο γύρισε στο λιμάνι το βράδυ και κανείς δεν το περίμενε εκτός από τη γάτα που "
           "μένει δίπλα "
           "στον παλιό φούρνο"},
    {"en", "The boat came back to the harbour in the evening, and there was nobody who waited for "
           "it but the "
           "cat that lives by the old bakery. It is not the cat of one of the fishermen, but they "
           "have had "
           "it with them for so long that the dog has come to think of it as one of us"},
    {"es",
     "El barco volvió al puerto por la tarde y nadie lo esperaba, salvo la gata que vive al lado "
     "de la "
     "vieja panadería. No es de los pescadores, pero ha estado tanto tiempo con ellos que hasta el "
     "perro la toma por una más, y con razón, porque sabe lo que hace y no se va sin su pescado"},
    {"fa", "کشتی عصر به بندر برگشت و کسی منتظر آن نبود "
           "مگر گربه‌ای که کنار نانوایی قدیمی زندگی "
           "می‌کند و از آب نمی‌ترسد"},
    {"fr", "Le bateau est rentré au port dans la soirée et personne ne l'attendait, sauf la chatte "
           "qui vit à "
           "côté de la vieille boulangerie. Elle n'est pas aux pêcheurs, mais elle est avec eux "
           "depuis si "
           "longtemps que le chien la prend pour une des nôtres, et il a bien raison de le faire"},
    {"id",
     "Kapal itu kembali ke pelabuhan pada sore hari dan tidak ada yang menunggu, selain kucing "
     "yang "
     "tinggal di dekat toko roti tua. Kucing itu bukan milik nelayan, tetapi telah lama tinggal "
     "dengan "
     "mereka dan tidak takut pada air, juga tidak pada anjing yang akan datang dari desa ini"},
    {"it",
     "La barca è tornata nel porto la sera e non c'era nessuno che la aspettasse, se non la gatta "
     "che "
     "vive accanto al vecchio forno. Non è dei pescatori, ma è con loro da così tanto che anche il "
     "cane la prende per una di noi, e non ha torto: sa più cose di lui e lo fa vedere"},
    {"ja", "船は夕方になってから港に戻った。待っていたのは古いパン屋のそばに住む猫だけで、漁師たち"
           "の猫ではないのに、いつのまにか"
           "みんなの猫になっていた。水も犬もこわがらず、毎日のように岸から舟が帰ってくるのを見てい"
           "る。魚はいつも新しい。"},
    {"ko", "배는 저녁이 되어서야 항구로 돌아왔고 기다리던 것은 오래된 빵집 옆에 사는 "
           "고양이뿐이었다. 어부들의 고양이는 아니지만 "
           "어느새 모두의 고양이가 되었고 물도 개도 무서워하지 않는다. 날마다 배가 돌아오는 것을 "
           "바라본다"},
    {"nl", "De boot kwam pas in de avond terug in de haven en er was niemand die op hen wachtte, "
           "maar wel de "
           "kat die bij de oude bakkerij woont. Zij is niet van de vissers, maar het is zo lang "
           "goed gegaan "
           "dat ook de hond haar voor een van ons houdt, en dat heeft hij niet van een vreemde"},
    {"pl", "Łódź wróciła do portu dopiero wieczorem i nikt na nią nie czekał, oprócz kota, który "
           "mieszka za "
           "starą piekarnią. Nie jest to kot rybaków, ale jest z nimi od tak dawna, że także pies "
           "ma go za "
           "swojego. Może to dla ryb, a może dlatego, że po prostu lubi być nad wodą"},
    {"pt", "O barco voltou ao porto já à noite e não havia ninguém para o receber, a não ser a "
           "gata que mora "
           "ao lado da padaria velha. Ela não é dos pescadores, mas está com eles há tanto tempo "
           "que até o "
           "cão a toma por uma dos seus, e isso é muito mais do que se diz por aí"},
    {"ru",
     "Лодка вернулась в гавань только к вечеру, и никто её не ждал, кроме кошки, которая живёт у "
     "старой пекарни. Она не от рыбаков, но так долго была с ними, что и собака считает её своей. "
     "Он "
     "не спорит с ней, как и все мы, а по утрам они вместе смотрят на воду"},
    {"sv", "Båten kom inte tillbaka till hamnen förrän på kvällen och det var ingen som väntade på "
           "den, bara "
           "katten som bor vid det gamla bageriet. Den är inte fiskarnas, men har varit med dem så "
           "länge att "
           "hunden också ser den som en av oss, och det är han inte ensam om när kvällen kommer"},
    {"tr",
     "Tekne ancak akşam limana döndü ve onu bekleyen yoktu, eski fırının yanında yaşayan kedi "
     "dışında. "
     "Bu kedi balıkçıların değil, ama çok uzun bir zaman onlar ile kaldı ve köpek de onu bizden "
     "biri "
     "olarak görür. Daha ne olsun, her gün taze balık var ve bir de güneş gibi bir deniz için"},
    {"uk", "Човен повернувся до гавані аж увечері, і ніхто на нього не чекав, крім кішки, яка живе "
           "за старою "
           "пекарнею. Вона не від рибалок, але так довго була з ними, що й собака має її за свою. "
           "Це не те, "
           "про що говорять у селі, а все ж для нас це як свято"},
    {"vi",
     "Con thuyền về đến cảng khi trời đã tối và không có ai chờ, chỉ có một con mèo sống cạnh lò "
     "bánh "
     "cũ. Mèo này không phải là của những người đánh cá, nhưng đã ở với họ từ lâu, và con chó cũng "
     "xem nó như một người nhà. Các con cá ở đây cho mèo những ngày vui"},
    {"zh",
     "船到了傍晚才回到港口，没有人等它，只有住在老面包房旁边的那只猫。它不是渔民的猫，可是跟他们在"
     "一起这么久，连狗也把它当成自"
     "家人。它不怕水，每天坐在岸边看船回来，因为它知道鱼总是新鲜的，也知道有人会给它留一条。"},
};
enum { N_SAMPLES = sizeof samples / sizeof *samples };

static dc_blocks of_text(dc_block *block, const char *text)
{
    *block = (dc_block){.text = dc_str_of(text)};
    return (dc_blocks){.v = block, .n = 1};
}

static void test_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_SAMPLES; i++) {
        dc_block block;
        const dc_blocks blocks = of_text(&block, samples[i].text);
        dc_tongue tongue;
        dc_tongue_read(&blocks, NULL, &tongue);
        if (!dc_str_eq(dc_str_of(tongue.code), dc_str_of(samples[i].code)))
            fail_msg("%s was taken for \"%s\"", samples[i].code, tongue.code);
    }
}

static void test_too_little(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "The cat of the harbour", "Das ist nicht die Katze",
                                       "猫", "1 2 3 4 5 6 7 8 9"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dc_block block;
        const dc_blocks blocks = of_text(&block, rows[i]);
        dc_tongue tongue;
        dc_tongue_read(&blocks, NULL, &tongue);
        assert_string_equal(tongue.code, "");
    }
}

static const char *text_of(const char *code)
{
    for (size_t i = 0; i < N_SAMPLES; i++)
        if (dc_str_eq(dc_str_of(samples[i].code), dc_str_of(code)))
            return samples[i].text;
    return "";
}

// What wins for a text in one language on a page that declares another.
static void check_against(dc_arena *arena, const char *text, const char *declared,
                          const char *expected)
{
    dc_block block;
    const dc_blocks blocks = of_text(&block, text_of(text));
    dc_candidates all = {.arena = arena};
    const dc_str tag = declared ? dc_str_of(declared) : DC_STR_NONE;
    dc_candidates_add(&all, DECANT_FIELD_LANGUAGE, tag, "lang", 0.8F);
    dc_language_add(&blocks, NULL, tag, &all);
    dc_candidates_sort(&all);
    const dc_candidate *best = dc_candidates_best(&all, DECANT_FIELD_LANGUAGE);
    assert_non_null(best);
    assert_string_equal(best->value.p, expected);
}

ARENA_TEST(test_declared)
{
    check_against(arena, "de", "de-AT", "de-AT");
    check_against(arena, "de", NULL, "de");
    check_against(arena, "de", "en-US", "de");
    check_against(arena, "ru", "en", "ru");
    check_against(arena, "zh", "ja", "ja"); // a script that both use
    check_against(arena, "sv", "sv", "sv");
    check_against(arena, "cs", "sk", "sk"); // too close to tell
    check_against(arena, "ja", "en-GB", "ja");
}

// Dropped blocks have no say.
static void test_verdicts(void **state)
{
    (void)state;
    dc_block v[2] = {{.text = dc_str_of(text_of("de"))}, {.text = dc_str_of(text_of("fr"))}};
    const dc_blocks blocks = {.v = v, .n = 2};
    const dc_verdict verdicts[2] = {{.label = DECANT_BOILERPLATE}, {.label = DECANT_CONTENT}};
    dc_tongue tongue;
    dc_tongue_read(&blocks, verdicts, &tongue);
    assert_string_equal(tongue.code, "fr");
}

// Each word is found again: the table is sorted.
static void test_table(void **state)
{
    (void)state;
    static const char *const rows[] = {"a", "și", "в", "что", "über", "the", "và", "või", "як"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_not_equal(dc_function_word(dc_str_of(rows[i])), 0);
    assert_int_equal(dc_function_word(DC_STR("harbour")), 0);
    assert_int_equal(dc_function_word(DC_STR("th")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),  cmocka_unit_test(test_too_little),
        cmocka_unit_test(test_declared), cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
