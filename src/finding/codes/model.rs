//! Codes raised while tables are linked to a catalog.

codes! {
    E_CUSTOMER_UNKNOWN = "E-CUSTOMER-UNKNOWN", "customer not in the customers table",
        "a customer number of the customers table", "correct the number, or add the customer";
    E_ITEM_UNKNOWN = "E-ITEM-UNKNOWN", "item not in the items table",
        "an item number of the items table", "correct the number, or add the item";
    E_KEY_DUP = "E-KEY-DUP", "the same key twice",
        "each key in one row", "remove one of the two rows; until then the first one is used";
    E_PROJECT_UNKNOWN = "E-PROJECT-UNKNOWN", "project not in the projects table",
        "a project number of the projects table", "correct the number, or add the project";
    E_REV_UNKNOWN = "E-REV-UNKNOWN", "revision not in the revisions table",
        "a revision of the item that the revisions table has",
        "correct the revision, or add it to the revisions table; until then nothing replaces it";
    E_SETTING = "E-SETTING", "company setting that cannot be used: its default counts",
        "a value that the setting allows", "correct the value";
    W_SETTING_UNKNOWN = "W-SETTING-UNKNOWN", "company setting that nothing reads",
        "a setting of the `company` table", "correct its name, or delete the row";
    E_SERIAL_DUP = "E-SERIAL-DUP", "the same serial number twice",
        "each serial number in one row", "remove or correct one of the two rows; until then the first one is used";
    W_CUSTOMER_DIFF = "W-CUSTOMER-DIFF", "machine and project name different customers",
        "the same customer in both, or none with the machine",
        "correct one of them; until then the machine's customer is used";
    W_ITEM_FORM = "W-ITEM-FORM", "item number that the item master has only in another form",
        "an item number as the item master has it",
        "correct the number; format the column as text before you type it";
    W_KEY_CASE = "W-KEY-CASE", "number that differs from another one only in case",
        "numbers that differ in more than case",
        "rename one of the two: prices are looked for without case, and take them for one";
    W_INTERCHANGE_BLANK = "W-INTERCHANGE-BLANK", "relation to the revision before is blank",
        "FULL, FORWARD, NONE, SET or COND", "fill in the cell; until then the revisions are not interchangeable";
}
