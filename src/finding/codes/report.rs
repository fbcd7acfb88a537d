//! Codes of the area `report`: what a workbook cannot hold as it is.

codes! {
    SPLIT = "I-SPLIT", "more rows than a sheet holds; continued on the next sheet", "", "";
    DIGITS_AS_TEXT = "I-DIGITS-TEXT", "more than 15 digits; written as text so that none is lost", "", "";
    TEXT_CUT = "W-TEXT-CUT", "text longer than a cell holds; cut", "at most 32767 characters in a cell",
        "shorten the text, or split it over several rows";
    LINK_LIMIT = "W-LINK-LIMIT", "more links than a sheet holds; later ones are plain text",
        "at most 65530 links a sheet", "";
}
