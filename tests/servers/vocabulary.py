"""Everyday words that a model without sense may put in any order; no numbers, no months.

Grammars choose from them where a reply must be in a language that its prompt does not hold.
"""

VOCABULARY = {
    "en": tuple(
        (
            "the river and village were old when people came from hills with grain cloth then "
            "they built wide roads near every house because water was clear under trees that "
            "grew along field walls which children knew before morning light while others "
            "worked after rain had fallen over land"
        ).split()
    ),
    "kn": tuple(
        (
            "ನದಿ ಊರು ಹಳೆಯ ಜನರು ಬೆಟ್ಟ ನೀರು ಮರಗಳು ಮನೆ ದಾರಿ ಹೊಲ ಮಳೆ ಬೆಳಕು ಮಕ್ಕಳು ಕೆಲಸ ಭೂಮಿ ಗಾಳಿ "
            "ಹೂವು ಹಕ್ಕಿಗಳು ಮತ್ತು ಆದರೆ ಹತ್ತಿರ ದೂರ ಬಂದರು ಹೋದರು ನೋಡಿದರು ಕಟ್ಟಿದರು ಬೆಳೆದವು ಹರಿಯಿತು "
            "ಇತ್ತು ಇದ್ದವು ದೊಡ್ಡ ಚಿಕ್ಕ ತುಂಬ ಬೇಗ"
        ).split()
    ),
    "hi": tuple(
        (
            "नदी गाँव पुराना लोग पहाड़ पानी पेड़ घर रास्ता खेत बारिश रोशनी बच्चे काम ज़मीन "
            "हवा फूल पक्षी और लेकिन पास दूर आए गए देखा बनाया उगा बहता था थे बड़ा छोटा बहुत "
            "जल्दी में से का की"
        ).split()
    ),
    "sw": tuple(
        (
            "mto kijiji cha zamani watu mlima maji miti nyumba barabara shamba mvua mwanga "
            "watoto kazi ardhi upepo maua ndege na lakini karibu mbali walikuja walikwenda "
            "waliona walijenga ilikua katika ya wa kubwa ndogo sana haraka kwa kila"
        ).split()
    ),
}
