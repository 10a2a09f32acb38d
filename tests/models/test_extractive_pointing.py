"""Questions that point at their text, and questions that only hold words of that kind."""

import unicodedata

import pytest

from mlkt.models.extractive.pointing import pointing_languages, points_at_text
from mlkt.packs import languages, pack_dir

# The first five languages' were written before the list of words was seen again: at first sight it
# found 52 of their 60, and took 2 of the 40 others for pointing. It has grown by them since.
POINTING = {
    "en": (
        "What is the main idea of this passage?",
        "Which of the following is stated in the text?",
        "What does the author mean by 'cold harvest'?",
        "In the article, why did the mayor resign?",
        "What year is given in the document for the founding of the school?",
        "Who are the two people described in the excerpt?",
        "What can be inferred from the passage about the river?",
        "How is the festival described in the text?",
        "As stated in the text, where is the dam?",
        "What conclusion does the article draw about rain?",
        "What information does the third paragraph add about Nairobi?",
        "Which city is mentioned first in the passage?",
    ),
    "kn": (
        "ಈ ಗದ್ಯಭಾಗದ ಮುಖ್ಯ ವಿಚಾರ ಯಾವುದು?",
        "ಪಠ್ಯದಲ್ಲಿ ತಿಳಿಸಿರುವಂತೆ ಅಣೆಕಟ್ಟು ಎಲ್ಲಿದೆ?",
        "ಲೇಖನದಲ್ಲಿ ಮೇಯರ್ ಏಕೆ ರಾಜೀನಾಮೆ ನೀಡಿದರು?",
        "ಮೇಲಿನ ವಾಕ್ಯವೃಂದವನ್ನು ಓದಿ ನದಿಯ ಬಗ್ಗೆ ಏನು ತಿಳಿಯಬಹುದು?",
        "ಈ ಬರಹದಲ್ಲಿ ಹಬ್ಬವನ್ನು ಹೇಗೆ ವರ್ಣಿಸಲಾಗಿದೆ?",
        "ಪಠ್ಯದಲ್ಲಿ ಮೊದಲು ಉಲ್ಲೇಖಿಸಲಾದ ನಗರ ಯಾವುದು?",
        "ಮೂರನೇ ಪ್ಯಾರಾಗ್ರಾಫ್‌ನಲ್ಲಿ ನೈರೋಬಿಯ ಬಗ್ಗೆ ಏನಿದೆ?",
        "ಲೇಖಕರು ಮಳೆಯ ಬಗ್ಗೆ ಏನು ಹೇಳುತ್ತಾರೆ?",
        "ಈ ಪಠ್ಯದಿಂದ ಏನು ತಿಳಿದುಬರುತ್ತದೆ?",
        "ಲೇಖನದ ಆಧಾರದಲ್ಲಿ ಶಾಲೆ ಎಂದು ಸ್ಥಾಪನೆಯಾಯಿತು?",
        "ಮೇಲೆ ವಿವರಿಸಿದ ಕೋಟೆಯನ್ನು ಕಟ್ಟಿದವರು ಯಾರು?",
        "ನೀಡಿರುವ ದಾಖಲೆಯಲ್ಲಿ ಎಷ್ಟು ಜನರ ಹೆಸರಿದೆ?",
    ),
    "hi": (
        "इस गद्यांश का मुख्य विचार क्या है?",
        "पाठ में बताए अनुसार बाँध कहाँ है?",
        "लेख में महापौर ने इस्तीफ़ा क्यों दिया?",
        "उपरोक्त अनुच्छेद से नदी के बारे में क्या पता चलता है?",
        "इस पाठ में त्योहार का वर्णन कैसे किया गया है?",
        "पाठ में सबसे पहले किस शहर का नाम आता है?",
        "तीसरे पैराग्राफ़ में नैरोबी के बारे में क्या है?",
        "दस्तावेज़ में विद्यालय की स्थापना का कौन सा वर्ष दिया है?",
        "ऊपर वर्णित क़िला किसने बनवाया?",
        "अनुच्छेद के अनुसार मेला कब लगता है?",
        "दिए गए लेख में कितने लोगों के नाम हैं?",
    ),
    "sw": (
        "Wazo kuu la kifungu hiki ni lipi?",
        "Kama ilivyoelezwa katika maandishi, bwawa liko wapi?",
        "Katika makala, kwa nini meya alijiuzulu?",
        "Kutokana na kifungu hiki, nini kinajulikana kuhusu mto?",
        "Sherehe imeelezwaje katika maandishi haya?",
        "Ni mji gani uliotajwa kwanza katika makala?",
        "Aya ya tatu inaongeza nini kuhusu Nairobi?",
        "Mwandishi anasema nini kuhusu mvua?",
        "Hati inataja mwaka gani wa kuanzishwa kwa shule?",
        "Nani alijenga ngome iliyoelezwa hapo juu?",
        "Kulingana na aya hii, maonyesho hufanyika lini?",
        "Makala yanataja majina ya watu wangapi?",
    ),
    "ar": (
        "ما الفكرة الرئيسية في هذا المقطع؟",
        "كما ورد في النص، أين يقع السد؟",
        "في المقال، لماذا استقال العمدة؟",
        "ماذا نستنتج من الفقرة السابقة عن النهر؟",
        "كيف وُصف المهرجان في هذا النص؟",
        "ما أول مدينة ذُكرت في المقالة؟",
        "ماذا تضيف الفقرة الثالثة عن نيروبي؟",
        "ماذا يقول الكاتب عن المطر؟",
        "ما سنة تأسيس المدرسة المذكورة في الوثيقة؟",
        "من بنى القلعة الموصوفة أعلاه؟",
        "وفقًا لهذه الفقرة، متى يقام المعرض؟",
        "كم اسمًا ورد في المستند؟",
    ),
    "bn": (
        "এই অনুচ্ছেদ অনুসারে বাঁধটি কোথায়?",
        "প্রদত্ত নিবন্ধে কয়টি শহরের নাম আছে?",
    ),
    "de": (
        "Was sagt der Text über den Damm?",
        "Wie viele Städte werden im zweiten Absatz genannt?",
    ),
    "es": (
        "Según el texto, ¿dónde está la presa?",
        "¿Qué ciudad se menciona en el segundo párrafo?",
    ),
    "fr": (
        "Selon l’auteur, où se trouve le barrage ?",
        "Combien de villes le texte cite-t-il ?",
    ),
    "ja": (
        "本文によると、ダムはどこにありますか。",
        "この記事では何が述べられていますか。",
    ),
    "ko": (
        "이 글에 따르면 댐은 어디에 있습니까?",
        "본문에서 몇 개의 도시를 언급합니까?",
    ),
    "ml": (
        "ഈ ലേഖനത്തിൽ അണക്കെട്ടിനെക്കുറിച്ച് എന്തു പറയുന്നു?",
        "മുകളിൽ പറഞ്ഞ പാലത്തിന് എത്ര നീളമുണ്ട്?",
    ),
    "mr": (
        "या लेखानुसार धरण कुठे आहे?",
        "दिलेल्या उताऱ्यात किती शहरांची नावे आहेत?",
    ),
    "pt": (
        "Segundo o texto, onde fica a barragem?",
        "Quantas cidades o documento cita?",
    ),
    "ru": (
        "Согласно тексту, где находится плотина?",
        "Сколько городов названо во втором абзаце?",
    ),
    "ta": (
        "இந்தக் கட்டுரையின்படி அணை எங்கே உள்ளது?",
        "மேலே குறிப்பிட்ட பாலத்தின் நீளம் என்ன?",
    ),
    "te": (
        "ఈ వ్యాసం ప్రకారం ఆనకట్ట ఎక్కడ ఉంది?",
        "పైన పేర్కొన్న వంతెన పొడవు ఎంత?",
    ),
    "th": (
        "ตามบทความ เขื่อนอยู่ที่ไหน",
        "ย่อหน้าที่สองกล่าวถึงเมืองใด",
    ),
    "ur": (
        "متن کے مطابق ڈیم کہاں ہے؟",
        "دیے گئے اقتباس میں کتنے شہروں کے نام ہیں؟",
    ),
    "vi": (
        "Theo văn bản, con đập nằm ở đâu?",
        "Đoạn văn này nhắc đến thành phố nào?",
    ),
    "zh": (
        "根据文章，大坝在哪里？",
        "文中提到了哪些城市？",
    ),
}
NOT_POINTING = {
    "en": (
        "What does Article 370 of the constitution regulate?",
        "What does the text of the treaty forbid?",
        "Who is the author of Things Fall Apart?",
        "Which textbook is used in the schools of Kisumu?",
        "In which document did King John grant rights in 1215?",
        "Who wrote the article of 1905 on relativity?",
        "How long is the passage through the Panama Canal?",
        "What was the first paragraph of the law of 1950 about?",
    ),
    "kn": (
        "ಸಂವಿಧಾನದ 370ನೇ ವಿಧಿ ಏನನ್ನು ನಿಯಂತ್ರಿಸುತ್ತದೆ?",
        "ಕುವೆಂಪು ಬರೆದ ಮೊದಲ ಕಾದಂಬರಿ ಯಾವುದು?",
        "ಶಾಲೆಗಳಲ್ಲಿ ಯಾವ ಪಠ್ಯಪುಸ್ತಕ ಬಳಸುತ್ತಾರೆ?",
        "ಪಠ್ಯಕ್ರಮವನ್ನು ಯಾರು ಸಿದ್ಧಪಡಿಸಿದರು?",
        "ನದಿಯ ಮೇಲಿನ ಸೇತುವೆ ಎಷ್ಟು ಉದ್ದವಿದೆ?",
        "ಓಟದಲ್ಲಿ ಮೊದಲ ದಾಖಲೆ ಬರೆದವರು ಯಾರು?",
        "ಕೊಡಗಿನ ಲೇಖಕರು ಯಾರು?",
        "ಲೇಖನಿಯನ್ನು ಯಾರು ಕಂಡುಹಿಡಿದರು?",
    ),
    "hi": (
        "संविधान के किस अनुच्छेद में समानता का अधिकार है?",
        "अनुच्छेद 370 क्या नियंत्रित करता है?",
        "गोदान के लेखक कौन हैं?",
        "विद्यालयों में कौन सी पाठ्यपुस्तक चलती है?",
        "पाठशाला किसने खोली?",
        "नदी के ऊपर बना पुल कितना लंबा है?",
        "पहाड़ के ऊपर कौन सा मंदिर है?",
        "लेखिका महादेवी वर्मा का जन्म कब हुआ?",
    ),
    "sw": (
        "Kifungu cha 5 cha katiba kinahusu nini?",
        "Mwandishi wa Kusadikika ni nani?",
        "Ni hati gani iliyotiwa saini mwaka 1964?",
        "Nani aliandika makala ya kwanza ya Kiswahili?",
        "Aya za Qur'ani ni ngapi?",
        "Mlima huu una urefu gani juu ya bahari?",
        "Maandishi ya Kiarabu yalifika pwani lini?",
        "Nakala ngapi za kitabu ziliuzwa?",
    ),
    "ar": (
        "ما الذي تنظمه المادة 370 من الدستور؟",
        "من مؤلف رواية موسم الهجرة إلى الشمال؟",
        "ما نص المعاهدة؟",
        "من كاتب النشيد الوطني؟",
        "كم مقالة نشر طه حسين؟",
        "ما أعلى جبل في كينيا؟",
        "كم فقرة في العمود الفقري؟",
        "أي وثيقة وُقعت عام 1964؟",
    ),
    "bn": ("বাঁধটি কোথায় অবস্থিত?",),
    "de": ("Was regelt der Artikel 5 des Grundgesetzes?",),
    "es": ("¿Qué regula el artículo 14 de la Constitución?",),
    "fr": ("Que prévoit le texte de la Constitution ?",),
    "ja": ("琵琶湖はどこにありますか。",),
    "ko": ("한글은 누가 만들었습니까?",),
    "ml": ("കേരളത്തിലെ പാഠപുസ്തകങ്ങൾ ആര് എഴുതുന്നു?",),
    "mr": ("पाठ्यपुस्तक कोणी लिहिले?",),
    "pt": ("O que diz o artigo 5 da Constituição?",),
    "ru": ("Что закреплено в статье 5 Конституции?",),
    "ta": ("பாடநூலை எழுதியவர் யார்?",),
    "te": ("పాఠశాలను ఎవరు స్థాపించారు?",),
    "th": ("แม่น้ำเจ้าพระยายาวเท่าไร",),
    "ur": ("اس نے کس مضمون میں ڈگری لی؟",),
    "vi": ("Bài hát này do ai sáng tác?",),
    "zh": ("大坝建于哪一年？",),
}
LINES = (pack_dir("locales") / "text_pointers.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lang", sorted(POINTING))
def test_questions_that_point_at_the_text_are_seen(lang: str) -> None:
    assert [text for text in POINTING[lang] if not points_at_text(text, lang)] == []


@pytest.mark.parametrize("lang", sorted(NOT_POINTING))
def test_questions_that_say_what_they_ask_about_do_not_point(lang: str) -> None:
    assert [text for text in NOT_POINTING[lang] if points_at_text(text, lang)] == []


def test_an_author_with_words_between_is_not_seen() -> None:
    assert not points_at_text("लेखक बारिश के बारे में क्या कहते हैं?", "hi")


@pytest.mark.parametrize("question", ["", "?", "65", "ಪಠ್ಯ", "the text of the treaty"])
def test_nothing_to_point_with(question: str) -> None:
    assert not points_at_text(question, "en")


def test_joiners_and_vowel_signs_may_be_left_out() -> None:
    assert points_at_text("وفقا للنص، أين يقع السد؟", "ar")
    assert points_at_text("ಈ ಪ್ಯಾರಾಗ್ರಾಫ್‌ನಲ್ಲಿ ಏನಿದೆ?", "kn")
    assert points_at_text("ಈ ಪ್ಯಾರಾಗ್ರಾಫ್ನಲ್ಲಿ ಏನಿದೆ?", "kn")


def test_every_language_has_its_words_and_rows_of_both_sorts() -> None:
    assert pointing_languages() == list(languages()) == sorted(POINTING) == sorted(NOT_POINTING)
    assert not points_at_text("according to the text", "yo")


def test_the_file_is_whole() -> None:
    rows = [line.split("\t") for line in LINES if not line.startswith("#")]
    assert rows[0] == ["lang", "kind", "forms"] and len(rows) > len(languages())
    for row in rows[1:]:
        lang, kind, forms = row
        assert lang in languages()
        assert kind in {"noun", "ending", "which", "frame", "opening", "named"}
        assert all(forms.split("|")) and forms == unicodedata.normalize("NFC", forms)
        assert ("{" in forms) <= (kind == "frame")
