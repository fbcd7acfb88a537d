//! Codes raised while a spare-parts book is planned and written.

codes! {
    E_PATH = "E-PATH", "drawing outside the folder",
        "a file name inside the folder of the workbook", "put the drawing beside the workbook and write its name only";
    E_PICTURE = "E-PICTURE", "drawing missing or not readable",
        "a PNG or JPEG file", "save the drawing as PNG or JPEG under the name in the sheet";
    W_CALLOUT_MISSING = "W-CALLOUT-MISSING", "line without a callout",
        "a callout for every line that is illustrated", "add the callout, or list the position in `not_illustrated`";
    W_CALLOUT_ORPHAN = "W-CALLOUT-ORPHAN", "callout without a line",
        "a callout for a position of the page", "remove the callout, or correct its position";
    W_CALLOUT_RANGE = "W-CALLOUT-RANGE", "callout outside the picture",
        "x and y from 0 to 1, counted from the top left", "measure the place again";
    W_DRAWING_TEXT = "W-DRAWING-TEXT", "text inside a drawing is not checked for protected numbers",
        "", "look at callouts and title blocks inside the picture";
    W_ONHA_NONE = "W-ONHA-NONE", "no assembly above the part can be ordered instead",
        "a spare, procurable and unprotected assembly above", "mark one of the assemblies above as a spare";
    W_PRICE_MISSING = "W-PRICE-MISSING", "spare part without a price",
        "a price, or the mark POA", "add the price, or set `poa` to Y";
    W_SMR = "W-SMR", "unknown SMR code", "a five-character source, maintenance and recoverability code",
        "correct the code; the part is treated as orderable";
    W_STRUCT_CURRENT = "W-STRUCT-CURRENT", "the current structure is shown, not the delivered one",
        "as-built lines or a delivery date", "freeze the delivered structure of the machine";
    W_TEXT_MISSING = "W-TEXT-MISSING", "description missing in a language",
        "a description in every language of the book", "add the description; the first language is printed in italics";
    W_CASE_TWIN = "W-CASE-TWIN", "two item numbers differ only in upper and lower case",
        "numbers that differ in more than case", "rename one of them; the order form cannot tell them apart";
}
