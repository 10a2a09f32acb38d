"""Replies that check claims: where the shape was seen, the locale, the reply, the claims, the problems.

Texts are written for this table.
"""

ONE = [("It was built in 1932.", "no", "Work began in 1932.")]
TWO = [*ONE, ("It is 805 km long.", "yes", "It runs 805 km.")]
A = 'Claim: It was built in 1932.\nEvidence: "Work began in 1932."\nVerdict: no'
B = 'Claim: It is 805 km long.\nEvidence: "It runs 805 km."\nVerdict: yes'

# Where the shape was seen, the locale, the reply, the claims, the reasons of the problems.
ROWS = [
    ("faithfulness prompt", "en", f"{A}\n\n{B}", TWO, []),
    ("no empty lines", "en", f"{A}\n{B}", TWO, []),
    ("preamble", "en", f"I checked each claim.\n\n{A}", ONE, []),
    ("bold labels", "en", '**Claim:** It was built in 1932.\n**Evidence:** "Work began in 1932."\n**Verdict:** **no**', ONE, []),
    ("numbered", "en", '1. Claim: It was built in 1932.\n   Evidence: "Work began in 1932."\n   Verdict: no\n2. Claim: It is 805 km long.\n   Evidence: "It runs 805 km."\n   Verdict: yes', TWO, []),
    ("numbered labels", "en", 'Claim 1: It was built in 1932.\nEvidence 1: "Work began in 1932."\nVerdict 1: no', ONE, []),
    ("other words", "en", "Statement: It was built in 1932.\nQuote: “Work began in 1932.”\nJudgment: no", ONE, []),
    ("no quotation marks", "en", "Claim: It was built in 1932.\nEvidence: Work began in 1932.\nVerdict: no", ONE, []),
    ("verdict with its reason", "en", 'Claim: It was built in 1932.\nEvidence: "Work began in 1932."\nVerdict: No, it began then.', ONE, []),
    ("verdict before evidence", "en", 'Claim: It was built in 1932.\nVerdict: no\nEvidence: "Work began in 1932."', ONE, []),
    ("empty quotation", "en", 'Claim: a is b.\nEvidence: ""\nVerdict: no', [("a is b.", "no", "")], []),
    ("no evidence line", "en", "Claim: a is b.\nVerdict: unclear", [("a is b.", "unclear", "")], []),
    ("a quotation in a quotation", "en", 'Claim: a is b.\nEvidence: "He said "so" then."\nVerdict: yes', [("a is b.", "yes", 'He said "so" then.')], []),
    ("JSON", "en", '[{"claim": "It was built in 1932.", "quote": "Work began in 1932.", "verdict": "no"}]', ONE, []),
    ("JSON: wrapped, other keys", "en", '{"claims": [{"statement": "a is b.", "evidence": "a = b", "supported": true}]}', [("a is b.", "yes", "a = b")], []),
    ("table", "en", "| Claim | Evidence | Verdict |\n|---|---|---|\n| It was built in 1932. | Work began in 1932. | no |", ONE, []),
    ("Kannada", "kn", 'ಹೇಳಿಕೆ: ಅಣೆಕಟ್ಟು ೧೯೩೨ರದು.\nಆಧಾರ: "ಕೆಲಸ ೧೯೩೨ರಲ್ಲಿ ಆರಂಭವಾಯಿತು."\nತೀರ್ಪು: ಇಲ್ಲ', [("ಅಣೆಕಟ್ಟು ೧೯೩೨ರದು.", "no", "ಕೆಲಸ ೧೯೩೨ರಲ್ಲಿ ಆರಂಭವಾಯಿತು.")], []),
    ("Hindi", "hi", "कथन: बाँध १९३२ का है।\nप्रमाण: “काम १९३२ में शुरू हुआ।”\nनिर्णय: हाँ", [("बाँध १९३२ का है।", "yes", "काम १९३२ में शुरू हुआ।")], []),
    ("Swahili", "sw", 'Dai: Bwawa ni la 1932.\nUshahidi: "Kazi ilianza 1932."\nUamuzi: haijulikani', [("Bwawa ni la 1932.", "unclear", "Kazi ilianza 1932.")], []),
    ("English labels, Arabic text", "en", 'Claim: بُني السد عام ١٩٣٢.\nEvidence: "بدأ العمل عام ١٩٣٢."\nVerdict: no', [("بُني السد عام ١٩٣٢.", "no", "بدأ العمل عام ١٩٣٢.")], []),
    ("English labels, Chinese text", "en", "Claim：大坝建于1932年。\nEvidence：「工程始于1932年。」\nVerdict：yes", [("大坝建于1932年。", "yes", "工程始于1932年。")], []),
    ("English labels, Japanese text", "en", "Claim: ダムは1932年。\nEvidence: 「工事は1932年から。」\nVerdict: no", [("ダムは1932年。", "no", "工事は1932年から。")], []),
    ("English labels, Thai text", "en", 'Claim: เขื่อนสร้างปี 1932\nEvidence: "งานเริ่มปี 1932"\nVerdict: yes', [("เขื่อนสร้างปี 1932", "yes", "งานเริ่มปี 1932")], []),
    ("English labels, French text", "en", "Claim : Le barrage date de 1932.\nEvidence : « Les travaux datent de 1932. »\nVerdict : no", [("Le barrage date de 1932.", "no", "Les travaux datent de 1932.")], []),
    ("English labels, Vietnamese text", "en", 'Claim: Đập xây năm 1932.\nEvidence: "Việc bắt đầu năm 1932."\nVerdict: yes', [("Đập xây năm 1932.", "yes", "Việc bắt đầu năm 1932.")], []),
    ("reasoning first", "en", f"<think>{B}</think>\n{A}", ONE, []),
    # By number, verdicts first, judges' words
    ("outside review, November 2026", "en", "Claim 1: A.\nClaim 2: B.\nVerdict 1: yes\nVerdict 2: no", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("outside review, November 2026", "en", "Claim 1: A.\nClaim 2: B.\n\nVerdict 2: no\nVerdict 1: yes", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("authored: by number, three kinds", "kn", 'ಹೇಳಿಕೆ 1: ಅ.\nಹೇಳಿಕೆ 2: ಆ.\nಆಧಾರ 1: "ಇ"\nಆಧಾರ 2: "ಈ"\nತೀರ್ಪು 1: ಹೌದು\nತೀರ್ಪು 2: ಇಲ್ಲ', [("ಅ.", "yes", "ಇ"), ("ಆ.", "no", "ಈ")], []),
    ("authored: by number, one verdict missing", "en", "Claim 1: A.\nClaim 2: B.\nVerdict 2: no", [("A.", "unclear", ""), ("B.", "no", "")], ["no-verdict"]),
    ("authored: by number, one claim missing", "en", "Claim 1: A.\nVerdict 1: yes\nVerdict 2: no", [("A.", "yes", "")], ["no-claim"]),
    ("authored: items in two lists", "en", "1. Claim: A.\n2. Claim: B.\n\n1. Verdict: yes\n2. Verdict: no", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("authored: one list of items", "en", "1. Claim: A.\n2. Verdict: yes\n3. Claim: B.\n4. Verdict: no", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("authored: only claims numbered", "en", "Claim 1: A.\nVerdict: yes\nClaim 2: B.\nVerdict: no", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("outside review, November 2026: verdicts first", "en", "Verdict: yes\nClaim: A.\n\nVerdict: no\nClaim: B.", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("authored: verdicts first, no empty lines", "hi", "निर्णय: हाँ\nकथन: अ।\nनिर्णय: नहीं\nकथन: आ।", [("अ।", "yes", ""), ("आ।", "no", "")], []),
    ("authored: one verdict first", "en", "Verdict: yes\nClaim: A.", [("A.", "yes", "")], []),
    ("authored: evidence first", "en", 'Evidence: "x"\nClaim: A.\nVerdict: yes\n\nEvidence: "y"\nClaim: B.\nVerdict: no', [("A.", "yes", "x"), ("B.", "no", "y")], []),
    ("authored: evidence first, no empty lines", "en", 'Evidence: "x"\nClaim: A.\nVerdict: yes\nEvidence: "y"\nClaim: B.\nVerdict: no', [("A.", "yes", "x"), ("B.", "no", "y")], []),
    ("authored: a verdict apart from its claim", "en", "Verdict: no\n\nClaim: A.", [("A.", "unclear", "")], ["no-claim", "no-verdict"]),
    ("authored: a verdict over all", "en", "Claim: A.\nVerdict: yes\n\nVerdict: no", [("A.", "yes", "")], ["no-claim"]),
    ("outside review, November 2026: words of judges", "en", "Claim: A.\nVerdict: Supported\n\nClaim: B.\nVerdict: Not supported", [("A.", "yes", ""), ("B.", "no", "")], []),
    ("outside review, November 2026: words of judges", "en", '[{"claim": "A.", "verdict": "supported"}, {"claim": "B.", "verdict": "contradicted"}]', [("A.", "yes", ""), ("B.", "no", "")], []),
    ("outside review, November 2026: two quotations", "en", 'Claim: A.\nEvidence: "x" and "y"\nVerdict: yes', [("A.", "yes", '"x" and "y"')], []),
    ("authored: two quotations", "zh", "主张：甲。\n证据：“乙”和“丙”\n判断：是", [("甲。", "yes", "“乙”和“丙”")], []),
    ("authored: a quotation in a quotation", "zh", "主张：甲。\n证据：“他说“乙”了”\n判断：是", [("甲。", "yes", "他说“乙”了")], []),
    ("authored: an apostrophe", "en", "Claim: A.\nEvidence: 'It's the dam's.'\nVerdict: yes", [("A.", "yes", "It's the dam's.")], []),
    ("authored: a typographic apostrophe", "fr", "Affirmation : A.\nPreuve : ‘C’est là.’\nVerdict : oui", [("A.", "yes", "C’est là.")], []),
    ("outside review, November 2026: another key", "en", '{"claims": [{"text": "A.", "verdict": "yes"}, {"text": "B.", "verdict": "no"}]}', [("A.", "yes", ""), ("B.", "no", "")], []),
    ("authored: the text that claims are about", "en", '{"text": "x", "claims": [{"text": "A.", "verdict": "yes"}]}', [("A.", "yes", "")], []),
    ("authored: a claim beside its text", "en", '[{"text": "x", "claim": "A.", "verdict": "yes"}]', [("A.", "yes", "")], []),
    # What is not whole
    ("no verdict line", "en", 'Claim: a is b.\nEvidence: "a = b"', [("a is b.", "unclear", "a = b")], ["no-verdict"]),
    ("a verdict that is none", "en", "Claim: a is b.\nVerdict: hard to say for me", [("a is b.", "unclear", "")], ["no-verdict"]),
    ("a verdict without a claim", "en", f"Verdict: no\n\n{A}", ONE, ["no-claim"]),
    ("echo of the prompt's form", "en", 'Claim: …\nEvidence: "…"\nVerdict: …', [], ["placeholder"]),
    ("prose", "en", "All claims are supported.", [], ["no-claims"]),
    ("empty", "en", "", [], ["empty"]),
    ("cut off in the reasoning", "en", "<think>Claim: a", [], ["reasoning-cut-off"]),
]  # fmt: skip
