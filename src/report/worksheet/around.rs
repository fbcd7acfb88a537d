//! What lies over the cells of a worksheet: pictures, bubbles, what may be typed, what is highlighted, protection.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation,
    DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, Image, ProtectionOptions, Shape, ShapeFont,
    ShapeFormat, ShapeLine, ShapeSolidFill, ShapeText, ShapeTextHorizontalAlignment, ShapeTextVerticalAlignment,
    XlsxError,
};

use crate::report::cell::Target;
use crate::report::pen::{Pen, clean, cut};
use crate::report::sheet::{Allowed, Bubble, Condition, Highlight, Picture, Sheet, Validation};
use crate::report::style::{Style, colour, number};

pub(super) fn around(pen: &mut Pen<'_>, sheet: &Sheet) -> Result<(), XlsxError> {
    for picture in &sheet.pictures {
        insert(pen, picture)?;
    }
    for bubble in &sheet.bubbles {
        draw(pen, bubble)?;
    }
    for validation in &sheet.validations {
        validate(pen, validation)?;
    }
    for highlight in &sheet.highlights {
        highlighted(pen, highlight)?;
    }
    if let Some(protection) = &sheet.protection {
        let options = ProtectionOptions {
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            sort: true,
            ..ProtectionOptions::new()
        };
        if !protection.password.is_empty() {
            pen.sheet.protect_with_password(&protection.password);
        }
        pen.sheet.protect_with_options(&options);
    }
    Ok(())
}

fn insert(pen: &mut Pen<'_>, picture: &Picture) -> Result<(), XlsxError> {
    let alternative = cut(&clean(&picture.alternative), 255, "…");
    let mut image = Image::new_from_buffer(&picture.data)?
        .set_scale_to_size(picture.width.max(1), picture.height.max(1), false)
        .set_alt_text(alternative);
    if let Some(url) = picture.target.as_ref().and_then(Target::url) {
        image = image.set_url(url.as_str())?;
    }
    pen.sheet.insert_image_with_offset(picture.row, picture.column, &image, picture.x, picture.y)?;
    Ok(())
}

fn draw(pen: &mut Pen<'_>, bubble: &Bubble) -> Result<(), XlsxError> {
    let size = if bubble.text.chars().count() > 2 { 7 } else { 9 };
    let mut shape = Shape::textbox()
        .set_width(bubble.size)
        .set_height(bubble.size)
        .set_text(clean(&bubble.text))
        .set_alt_text(clean(&bubble.text))
        .set_font(&ShapeFont::new().set_size(size).set_bold().set_color(Color::RGB(colour::INK)))
        .set_text_options(
            &ShapeText::new()
                .set_horizontal_alignment(ShapeTextHorizontalAlignment::Center)
                .set_vertical_alignment(ShapeTextVerticalAlignment::MiddleCentered),
        )
        .set_format(
            &ShapeFormat::new()
                .set_solid_fill(&ShapeSolidFill::new().set_color(Color::White))
                .set_line(&ShapeLine::new().set_color(Color::RGB(colour::INK)).set_width(1)),
        );
    if let Some(url) = bubble.target.as_ref().and_then(Target::url) {
        shape = shape.set_url(url.as_str())?;
    }
    pen.sheet.insert_shape_with_offset(bubble.row, bubble.column, &shape, bubble.x, bubble.y)?;
    Ok(())
}

fn validate(pen: &mut Pen<'_>, validation: &Validation) -> Result<(), XlsxError> {
    let rule = DataValidation::new();
    let mut rule = match &validation.allowed {
        Allowed::Choices(choices) => match rule.allow_list_strings(choices) {
            Ok(rule) => rule,
            // Longer lists do not fit into a rule.
            Err(_) => DataValidation::new().allow_any_value(),
        },
        Allowed::From(formula) => rule.allow_list_formula(Formula::new(formula)),
        Allowed::AtLeast(least) => rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(number(*least))),
        Allowed::Between(least, most) => {
            rule.allow_decimal_number(DataValidationRule::Between(number(*least), number(*most)))
        }
        Allowed::WholeAtLeast(least) => {
            rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(i32::try_from(*least).unwrap_or_default()))
        }
        Allowed::Date => {
            rule.allow_date(DataValidationRule::GreaterThanOrEqualTo(ExcelDateTime::from_ymd(1900, 3, 1)?))
        }
        Allowed::Length(most) => rule.allow_text_length(DataValidationRule::LessThanOrEqualTo(*most)),
        Allowed::Anything => rule.allow_any_value(),
    };
    if !validation.message.is_empty() {
        rule = rule.set_input_message(cut(&clean(&validation.message), 255, "…"))?;
    }
    if !validation.strict {
        rule = rule.set_error_style(DataValidationErrorStyle::Warning);
    }
    let area = validation.area;
    pen.sheet.add_data_validation(area.first_row, area.first_column, area.last_row, area.last_column, &rule)?;
    Ok(())
}

fn highlighted(pen: &mut Pen<'_>, highlight: &Highlight) -> Result<(), XlsxError> {
    let style = highlight.style;
    let look =
        Style { bold: style.bold, italic: style.italic, colour: style.colour, fill: style.fill, ..Style::default() };
    let format = look.format(pen.language);
    let area = highlight.area;
    let (first_row, first_column, last_row, last_column) =
        (area.first_row, area.first_column, area.last_row, area.last_column);
    let sheet = &mut *pen.sheet;
    match &highlight.when {
        Condition::Formula(formula) => {
            let rule = ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(format);
            sheet.add_conditional_format(first_row, first_column, last_row, last_column, &rule)?
        }
        Condition::Is(text) => {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(clean(text).into_owned()))
                .set_format(format);
            sheet.add_conditional_format(first_row, first_column, last_row, last_column, &rule)?
        }
        Condition::Below(limit) => {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::LessThan(number(*limit)))
                .set_format(format);
            sheet.add_conditional_format(first_row, first_column, last_row, last_column, &rule)?
        }
        Condition::Above(limit) => {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::GreaterThan(number(*limit)))
                .set_format(format);
            sheet.add_conditional_format(first_row, first_column, last_row, last_column, &rule)?
        }
    };
    Ok(())
}
