//! Codes raised when a workbook is checked before it is sent to somebody outside.

codes! {
    E_FORBIDDEN = "E-SAFE-FORBIDDEN", "text that must not leave is inside",
        "none of the forbidden texts in any part of the file", "remove it at this place and check again";
    E_HIDDEN_SHEET = "E-SAFE-HIDDEN-SHEET", "hidden sheet",
        "every sheet can be seen", "delete the sheet, or show it if the reader may see it";
    E_HIDDEN_CELLS = "E-SAFE-HIDDEN-CELLS", "hidden rows or columns",
        "every row and column can be seen", "delete them, or show them; a filter hides rows too";
    E_HIDDEN_NAME = "E-SAFE-HIDDEN-NAME", "hidden name",
        "no name that the name manager does not show", "delete the name";
    E_HIDDEN_SHAPE = "E-SAFE-HIDDEN-SHAPE", "hidden picture or shape",
        "every picture and shape can be seen", "delete it";
    E_EXTERNAL = "E-SAFE-EXTERNAL", "link to another workbook, with what was last read from it",
        "no formula, name or picture that points to another file", "replace it by its value, then break the link";
    E_CONNECTION = "E-SAFE-CONNECTION", "data connection, query or data model",
        "no way back to where the data came from", "remove the connection, or copy the values into a new workbook";
    E_PIVOT = "E-SAFE-PIVOT", "pivot table with a copy of all its source rows",
        "no pivot cache", "copy the pivot table as values";
    E_EMBEDDED = "E-SAFE-EMBEDDED", "embedded file or control",
        "no file inside the file", "replace it by a picture, or remove it";
    E_MACRO = "E-SAFE-MACRO", "macro",
        "a workbook without program", "save it as .xlsx";
    E_CUSTOM_XML = "E-SAFE-CUSTOM-XML", "custom XML data",
        "no data that no sheet shows", "remove it with the document inspector";
    E_HISTORY = "E-SAFE-HISTORY", "tracked changes with what stood there before",
        "no change history", "stop sharing the workbook and save it again";
    E_FORMAT = "E-SAFE-FORMAT", "kind of file, or part of it, that cannot be looked into",
        "a workbook of kind .xlsx, .xlsm or .ods, or a text file", "save it as .xlsx and check that";
    W_COMMENT = "W-SAFE-COMMENT", "comment or note", "only notes meant for the reader", "delete it if it is not";
    W_PROPERTY = "W-SAFE-PROPERTY", "document property that names people or internal matters",
        "title, author and company as the reader may see them", "clear it in the properties of the file";
    W_NAME = "W-SAFE-NAME", "name that holds a value rather than cells",
        "names of cells", "delete the name if the reader may not see the value";
    W_INVISIBLE = "W-SAFE-INVISIBLE", "cells whose value cannot be seen",
        "every value can be seen", "clear the cells, or give them a format that shows them";
    W_LEFT_OVER = "W-SAFE-LEFTOVER", "values that the file keeps and no cell shows",
        "only values that the sheets show", "delete scenarios and old charts; copy the sheets into a new workbook";
    W_PRINTER = "W-SAFE-PRINTER", "printer settings with the name of a printer or server", "no printer settings",
        "save the workbook with another program, or accept it";
    W_LINK = "W-SAFE-LINK", "link to a file", "links to this workbook or to the web", "remove the link";
    W_PREVIEW = "W-SAFE-PREVIEW", "preview picture of how the file once looked", "no preview picture",
        "switch the preview off in the properties of the file";
    W_UNKNOWN = "W-SAFE-UNKNOWN", "part of unknown kind",
        "only parts whose meaning is known", "look at what it holds, or copy the values into a new workbook";
    I_NAME = "I-SAFE-NAME", "name of cells", "", "";
    I_HEADER = "I-SAFE-HEADER", "header or footer of the printed page", "", "";
    I_TEXT_BOX = "I-SAFE-TEXTBOX", "text of a shape", "", "";
    I_ALTERNATIVE = "I-SAFE-ALT", "alternative text", "", "";
    I_PICTURE = "I-SAFE-PICTURE", "picture; what it shows is not checked", "", "";
}
