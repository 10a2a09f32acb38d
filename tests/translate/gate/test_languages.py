"""Many languages, both ways with English: good pairs pass, and five kinds of damage do not."""

import pytest

from mlkt.translate import check_translation

EN = [
    "The old market near the river opens early in the morning.",
    "Water boils at a lower temperature in the mountains.",
    "My brother teaches mathematics at a school in the village.",
    "What is the name of the longest river in the country?",
    "The doctor said that the children should drink clean water.",
]
TEXTS = {
    "kn": [  # with joiners, as keyboards write them
        "ನದಿಯ ಬಳಿಯ ಹಳೆಯ ಮಾರ್ಕೆಟ್\u200c ಬೆಳಿಗ್ಗೆ ಬೇಗ ತೆರೆಯುತ್ತದೆ.",
        "ಬೆಟ್ಟಗಳಲ್ಲಿ ನೀರು ಕಡಿಮೆ ತಾಪಮಾನದಲ್ಲಿ ಕುದಿಯುತ್ತದೆ.",
        "ನನ್ನ ಸಹೋದರ ಹಳ್ಳಿಯ ಸ್ಕೂಲ್\u200cನಲ್ಲಿ ಗಣಿತ ಕಲಿಸುತ್ತಾನೆ.",
        "ದೇಶದ ಅತಿ ಉದ್ದವಾದ ನದಿಯ ಹೆಸರೇನು?",
        "ಮಕ್ಕಳು ಶುದ್ಧ ನೀರು ಕುಡಿಯಬೇಕು ಎಂದು ಡಾಕ್ಟರ್\u200c ಹೇಳಿದರು.",
    ],
    "hi": [
        "नदी के पास का पुराना बाज़ार सुबह जल्दी खुलता है।",
        "पहाड़ों में पानी कम तापमान पर उबलता है।",
        "मेरा भाई गाँव के एक विद्\u200dयालय में गणित पढ़ाता है।",
        "देश की सबसे लंबी नदी का नाम क्या है?",
        "डॉक्\u200dटर ने कहा कि बच्\u200dचों को साफ़ पानी पीना चाहिए।",
    ],
    "ar": [
        "يفتح السوق القديم القريب من النهر في الصباح الباكر.",
        "يغلي الماء في الجبال عند درجة حرارة أقل.",
        "يدرّس أخي الرياضيات في مدرسة في القرية.",
        "ما هو اسم أطول نهر في هذه البلاد؟",
        "قال الطبيب إن على الأطفال أن يشربوا ماءً نظيفًا.",
    ],
    "he": [
        "השוק הישן שליד הנהר נפתח מוקדם בבוקר.",
        "בהרים המים רותחים בטמפרטורה נמוכה יותר.",
        "אחי מלמד מתמטיקה בבית ספר בכפר.",
        "מה שמו של הנהר הארוך ביותר במדינה?",
        "הרופא אמר שהילדים צריכים לשתות מים נקיים.",
    ],
    "th": [
        "ตลาดเก่าใกล้แม่น้ำเปิดแต่เช้าตรู่",
        "บนภูเขาน้ำเดือดที่อุณหภูมิต่ำกว่า",
        "พี่ชายของฉันสอนคณิตศาสตร์ที่โรงเรียนในหมู่บ้าน",
        "แม่น้ำที่ยาวที่สุดในประเทศชื่ออะไร",
        "หมอบอกว่าเด็ก ๆ ควรดื่มน้ำสะอาด",
    ],
    "ja": [
        "川の近くの古い市場は朝早く開きます。",
        "山では水がより低い温度で沸騰します。",
        "兄は村の学校で数学を教えています。",
        "この国で一番長い川の名前は何ですか。",
        "医者は、子どもたちはきれいな水を飲むべきだと言いました。",
    ],
    "zh": [
        "河边的老市场一大早就开门。",
        "在山区，水在较低的温度下就会沸腾。",
        "我哥哥在村里的一所学校教数学。",
        "这个国家最长的河叫什么名字？",
        "医生说孩子们应该喝干净的水。",
    ],
    "vi": [
        "Khu chợ cũ gần sông mở cửa từ sáng sớm.",
        "Ở vùng núi, nước sôi ở nhiệt độ thấp hơn.",
        "Anh trai tôi dạy toán ở một trường học trong làng.",
        "Con sông dài nhất của đất nước tên là gì?",
        "Bác sĩ nói rằng trẻ em nên uống nước sạch.",
    ],
    "yo": [
        "Ọjà àtijọ́ tó wà nítòsí odò máa ń ṣí ní àárọ̀ kùtùkùtù.",
        "Omi máa ń hó ní ìwọ̀n ooru tó kéré lórí àwọn òkè.",
        "Arákùnrin mi ń kọ́ni ní ìṣirò ní ilé-ẹ̀kọ́ kan ní abúlé.",
        "Kí ni orúkọ odò tó gùn jù lọ ní orílẹ̀-èdè náà?",
        "Dókítà sọ pé ó yẹ kí àwọn ọmọdé máa mu omi tó mọ́.",
    ],
    "am": [
        "በወንዙ አቅራቢያ ያለው አሮጌ ገበያ በማለዳ ይከፈታል።",
        "በተራሮች ላይ ውሃ በዝቅተኛ የሙቀት መጠን ይፈላል።",
        "ወንድሜ በመንደሩ ትምህርት ቤት ሂሳብ ያስተምራል።",
        "በአገሪቱ ውስጥ ረጅሙ ወንዝ ስሙ ማን ነው?",
        "ሐኪሙ ልጆች ንጹህ ውሃ መጠጣት አለባቸው አለ።",
    ],
    "my": [
        "မြစ်အနီးရှိ ဈေးဟောင်းသည် မနက်စောစော ဖွင့်သည်။",
        "တောင်ပေါ်တွင် ရေသည် အပူချိန်နိမ့်နိမ့်တွင် ဆူသည်။",
        "ကျွန်တော့်အစ်ကိုသည် ရွာကျောင်းတွင် သင်္ချာသင်သည်။",
        "နိုင်ငံ၏ အရှည်ဆုံးမြစ်၏ အမည်မှာ အဘယ်နည်း။",
        "ကလေးများသည် သန့်ရှင်းသောရေ သောက်သင့်သည်ဟု ဆရာဝန်က ပြောသည်။",
    ],
    "km": [
        "ផ្សារចាស់នៅជិតទន្លេបើកពីព្រលឹម។",
        "នៅលើភ្នំ ទឹកពុះនៅសីតុណ្ហភាពទាបជាង។",
        "បងប្រុសរបស់ខ្ញុំបង្រៀនគណិតវិទ្យានៅសាលាក្នុងភូមិ។",
        "តើទន្លេវែងជាងគេក្នុងប្រទេសមានឈ្មោះអ្វី?",
        "វេជ្ជបណ្ឌិតបាននិយាយថា កុមារគួរតែផឹកទឹកស្អាត។",
    ],
}
# Languages that py3langid does not know, or not from a neighbour.
OTHERS = {
    "bho": "नदी के लगे के पुरान बजार जल्दी खुलेला, आ किसान लोग उहाँ दुपहरिया ले चाउर बेचेलें।",
    "mai": "नदी लगक पुरान बजार जल्दी खुजैत अछि आ किसान सभ ओतय दुपहर धरि चाउर बेचैत छथि।",
    "sd": "درياهه جي ويجهو پراڻو بازار جلدي کلندو آهي ۽ هاري اتي منجهند تائين چانور وڪڻندا آهن.",
    "pnb": "دریا دے نیڑے پرانا بازار چھیتی کھلدا اے تے کسان اوتھے دوپہر تک چول ویچدے نیں۔",
    "ckb": "بازاڕە کۆنەکەی نزیک ڕووبارەکە زوو دەکرێتەوە و جوتیاران تا نیوەڕۆ لەوێ برنج دەفرۆشن.",
    "wo": "Marse bu yàgg bi ci wetu dex gi dafay ubbi teel, te baykat yi dañuy jaay ceeb ba midi.",
    "tcy": "ನದಿತ ಕೈತಲ್ದ ಪರ ಮಾರ್ಕೆಟ್ ಬೇಗ ಓಪನ್ ಆಪುಂಡು, ಬೊಕ್ಕ ರೈತೆರ್ ಅಲ್ಪ ಅರಿ ಮಾರುವೆರ್.",
    "arz": "السوق القديم اللي جنب النهر بيفتح بدري، والفلاحين بيبيعوا رز هناك لحد الضهر.",
    "ary": "السوق القديم لي حدا الواد كيحل بكري، والفلاحة كيبيعو الروز تما حتى للظهر.",
    "nb": "Det gamle markedet ved elva åpner tidlig, og bøndene selger ris der til middag.",
    "yue": "條河隔籬嘅舊街市好早開門，啲農民喺度賣米賣到晏晝。",
    "fil": "Maagang nagbubukas ang lumang palengke sa ilog, at nagtitinda roon ng bigas ang tao.",
    "tn": "Mmaraka wa bogologolo o o gaufi le noka o bulwa ka nako, mme balemi ba rekisa raese.",
    "ee": "Asi xoxo si te ɖe tɔsisia ŋu la ʋuna kaba, eye agbledelawo dzraa mɔli le afima.",
    "hi-Latn": "Nadi ke paas ka purana bazaar jaldi khulta hai, aur log wahan chawal bechte hain.",
    "uz-Cyrl": "Дарё бўйидаги эски бозор эрта очилади ва деҳқонлар у ерда гуруч сотадилар.",
    "sr-Latn": "Stara pijaca pored reke otvara se rano, i seljaci tamo prodaju pirinač do podne.",
}
MARKET = "The old market near the river opens early, and the farmers sell rice there until noon."
NEXT = dict(zip(TEXTS, [*TEXTS][1:] + [*TEXTS][:1], strict=True))  # another language for each


def kinds(source: str, target: str, source_lang: str, target_lang: str) -> set[str]:
    found = check_translation(source, target, source_lang=source_lang, target_lang=target_lang)
    return {problem.kind for problem in found if problem.severity == "blocking"}


@pytest.mark.parametrize("lang", TEXTS)
def test_good_pairs_pass(lang: str) -> None:
    assert len(TEXTS[lang]) == len(EN) >= 5
    for english, text in zip(EN, TEXTS[lang], strict=True):
        assert kinds(english, text, "en", lang) == set(), text
        assert kinds(text, english, lang, "en") == set(), text


@pytest.mark.parametrize("lang", TEXTS)
def test_copies_are_blocked(lang: str) -> None:
    for english, text in zip(EN, TEXTS[lang], strict=True):
        assert "copied_source" in kinds(english, english, "en", lang)
        assert "copied_source" in kinds(text, text, lang, "en"), text


@pytest.mark.parametrize("lang", TEXTS)
def test_another_language_is_blocked(lang: str) -> None:
    others = TEXTS[NEXT[lang]]
    for english, text, other in zip(EN, TEXTS[lang], others, strict=True):
        assert kinds(english, other, "en", lang) & {"wrong_language", "wrong_script"}, other
        assert kinds(text, other, lang, "en") & {"wrong_language", "wrong_script"}, other


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("nothing", ["", " \n", "……", "。", "-"])
def test_nothing_is_blocked(lang: str, nothing: str) -> None:
    for english, text in zip(EN, TEXTS[lang], strict=True):
        assert "empty" in kinds(english, nothing, "en", lang)
        assert "empty" in kinds(text, nothing, lang, "en")


@pytest.mark.parametrize("lang", TEXTS)
def test_a_loop_is_blocked(lang: str) -> None:
    for english, text in zip(EN, TEXTS[lang], strict=True):
        assert "loop" in kinds(english, " ".join([text] * 4), "en", lang), text
        assert "loop" in kinds(text, " ".join([english] * 4), lang, "en")


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_that_statistics_do_not_know_pass(lang: str) -> None:
    assert kinds(MARKET, OTHERS[lang], "en", lang) == set()
    assert kinds(OTHERS[lang], MARKET, lang, "en") == set()


@pytest.mark.parametrize("lang", [lang for lang in OTHERS if lang != "uz-Cyrl"])
def test_plain_english_for_them_is_blocked(lang: str) -> None:
    other = "It is said that the road to the village was built by the people with their own hands."
    assert kinds(MARKET, other, "en", lang) & {"wrong_language", "wrong_script"}
    assert "copied_source" in kinds(MARKET, MARKET, "en", lang)
