//! Codes of product families: properties, values, rules, names, structures and prices of variants.

codes! {
    E_BASE_PRICE = "E-BASE-PRICE", "product without a base price",
        "a base price in the products sheet", "fill in `base_price`; until then the prices of its variants are blank";
    E_COND = "E-COND", "condition not understood",
        "such as POWER=90 and COLOR in {RED, BLUE}, with known properties and values",
        "correct the text at the character given; until then the rule or line is not used and the product is incomplete";
    E_COUNT_SIZE = "E-COUNT-SIZE", "rules too entangled to count exactly",
        "rules that join few properties at a time",
        "split the product by one of the properties, or restrict some values; the count given is a lower bound";
    E_EMPTY_PROPERTY = "E-EMPTY-PROPERTY", "property without a value left",
        "at least one active value", "add or activate a value, or drop the property with the mode DROP";
    E_GROUP_CYCLE = "E-GROUP-CYCLE", "a product group contains itself",
        "groups whose parents end at a root", "correct the parent of one of the groups";
    E_MODEL_DUP = "E-MODEL-DUP", "two models with the same values",
        "one model for each selection", "remove one of the rows, or correct its values; the first one is used";
    E_MODEL_VALUES = "E-MODEL-VALUES", "model without a value for each property",
        "one value for each property that can vary", "fill in the values; until then the model is not compared";
    E_PRODUCT_DUP = "E-PRODUCT-DUP", "product given twice",
        "one row for each product", "remove one of the rows; the first one is used";
    E_PROPERTY_UNKNOWN = "E-PROPERTY-UNKNOWN", "property not in the properties sheet",
        "a property of the properties sheet", "add it there, or correct the spelling; the row is not used";
    E_RULE_KIND = "E-RULE-KIND", "rule without a kind",
        "EXCLUDES, REQUIRES, ALLOW or FORBID_TABLE", "fill in the kind; until then the rule is not used";
    E_SKU_DUP = "E-SKU-DUP", "two variants with one number",
        "a number for each variant", "add the property in which they differ to the template";
    E_SKU_LENGTH = "E-SKU-LENGTH", "number of a variant too long",
        "at most 40 characters", "shorten the template, with codes or `:n`; the number is left blank";
    E_SKU_TEMPLATE = "E-SKU-TEMPLATE", "template of variant numbers not understood",
        "text with places such as {product}, {POWER}, {COLOR.code}, {NAME:3}, {WIDTH|04}",
        "correct the template; until then numbers are made of the product and the codes of the values";
    E_VALUE_UNKNOWN = "E-VALUE-UNKNOWN", "value used but not defined",
        "a value of the property_values sheet", "add it there, or correct the spelling; the value is not used";
    E_VOID = "E-VOID", "rules that cannot hold together: no variant is left",
        "rules that leave at least one variant", "correct or switch off one of the rules named";
    I_COND_PROPERTY = "I-COND-PROPERTY", "condition about a property this product does not have: taken as false", "", "";
    I_LINE_ALWAYS = "I-LINE-ALWAYS", "line with a condition that holds in every variant", "", "";
    I_RULE_UNUSED = "I-RULE-UNUSED", "rule without a property of this product: ignored", "", "";
    I_SPLIT_ONE = "I-SPLIT-ONE", "split by a property that has one value only", "", "";
    I_SPLIT_VOID = "I-SPLIT-VOID", "combination without a variant: no product made", "", "";
    W_DEFAULT_DUP = "W-DEFAULT-DUP", "two default values in one place",
        "one default value", "remove one of them; the last one is used";
    W_FIXED = "W-FIXED", "fixed property with several values",
        "exactly one value", "give one value; the default value, else the first one is used";
    W_GROUP_UNKNOWN = "W-GROUP-UNKNOWN", "product group not in the product_groups sheet",
        "a group of the product_groups sheet", "add the group, or correct the spelling; the product inherits nothing";
    W_LINE_DEAD = "W-LINE-DEAD", "line that is in no variant",
        "a condition that some variant meets", "correct the condition, or remove the line";
    W_LIST_CUT = "W-LIST-CUT", "more variants than are listed",
        "a limit that covers all variants", "raise the limit, or split the product";
    W_MODEL_INVALID = "W-MODEL-INVALID", "existing model that breaks a rule",
        "models that keep all rules", "correct the model or the rule; the model is kept and marked";
    W_POSITION_GAP = "W-POSITION-GAP", "variants without a line at this position",
        "one line of the position for every variant", "add a line, or mark the position as optional";
    W_POSITION_OVERLAP = "W-POSITION-OVERLAP", "variants with two or more lines at this position",
        "one line of the position for every variant", "make the conditions exclude each other";
    W_SKU_CHAR = "W-SKU-CHAR", "characters not allowed in numbers of variants, replaced by -",
        "letters A-Z, digits and - _ . /", "give the values codes and use {PROPERTY.code} in the template";
    W_SURCHARGE_DEAD = "W-SURCHARGE-DEAD", "surcharge that no variant can reach",
        "a condition that some variant meets", "correct the condition, or remove the surcharge";
    W_VALUE_DEAD = "W-VALUE-DEAD", "value that is in no variant",
        "values that some variant has", "correct the rules, or take the value out of the product";
    W_VALUE_TWIN = "W-VALUE-TWIN", "two values that differ only in case, blanks or zeros",
        "one spelling for each value", "remove one of the two values";
}
