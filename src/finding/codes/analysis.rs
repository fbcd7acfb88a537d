//! Codes of the price analysis (parts-pricing specification, section 7).

codes! {
    E_BELOW_COST = "E-BELOW-COST", "price below cost",
        "a price not below the item's cost", "correct the price or the agreement, or have it approved";
    E_IP_PRICED = "E-IP-PRICED", "core part with a price",
        "no price for a core part (`CORE_IP`, `ip`) in any list", "empty the price, or correct the category of the part";
    W_ZERO_MARGIN_BROKEN = "W-ZERO-MARGIN-BROKEN", "standard or wear part not at cost",
        "a price within 1 % of cost and `zero_overhead_pct`", "bring the price to cost, or correct the category of the part";
    W_QTY_UNIT = "W-QTY-UNIT", "unit price rises with the quantity",
        "a larger quantity never dearer per unit", "correct the price or discount of the larger quantity";
    W_QTY_TOTAL = "W-QTY-TOTAL", "a few pieces more cost less in all",
        "the price of a break above that of one piece less at the step before",
        "raise the price of the larger quantity, or move the break";
    W_FX = "W-FX", "price lists in two currencies differ by more than the rate explains",
        "list prices that agree at today's rate", "convert one list from the other again";
    W_CORRIDOR = "W-CORRIDOR", "price outside the corridor of its family",
        "a price from 0.8 to 1.25 times what size or power of the family say", "look at cost and market of the item";
    W_FAMILY_INVERSION = "W-FAMILY-INVERSION", "bigger part of a family is cheaper",
        "a price not below that of the next smaller part", "raise this price, or lower that of the smaller part";
    I_FAMILY_ORDER = "I-FAMILY-ORDER", "family without `family_order`",
        "the size or power of every priced member", "fill in `family_order`; until then weight, else cost, is the order";
    I_FAMILY_SMALL = "I-FAMILY-SMALL", "family without value-driver fit",
        "at least four priced members of different size", "nothing, or fill in `family_order` and prices";
    W_MARKET = "W-MARKET", "list price outside the market",
        "a price from `market_low` to `market_high`", "correct the price, or look at the market again";
    W_KIT_ABOVE_SUM = "W-KIT-ABOVE-SUM", "kit dearer than its content",
        "a kit price not above the sum of its content", "lower the price of the kit";
    W_KIT_BELOW_PART = "W-KIT-BELOW-PART", "kit cheaper than one part of it",
        "a kit price not below the price of any part in it", "raise the price of the kit";
    W_KIT_DISCOUNT = "W-KIT-DISCOUNT", "kit discounted too much",
        "a kit price at most 20 % below the sum of its content", "raise the price of the kit";
    W_ASSEMBLY_BELOW_CHILD = "W-ASSEMBLY-BELOW-CHILD", "assembly cheaper than a part of it",
        "an assembly price not below the price of all pieces of one child", "raise the price of the assembly";
    W_SUPERSESSION_JUMP = "W-SUPERSESSION-JUMP", "price jumps with the successor",
        "a successor within 15 % of what it replaces", "bring both prices together, or tell the customers";
    W_LEAKAGE = "W-LEAKAGE", "sold line of which little is left",
        "a pocket price not among the lowest tenth of the dealer tier",
        "look at discounts, rebates, freight and terms of this customer";
}
