//! One sheet, or the part of it that fits, to a worksheet: title, header, rows, sums, and what is around them.

use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation,
    DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula, IgnoreError, Image,
    ProtectionOptions, Shape, ShapeFont, ShapeFormat, ShapeLine, ShapeSolidFill, ShapeText,
    ShapeTextHorizontalAlignment, ShapeTextVerticalAlignment, XlsxError,
};

use super::cell::FormulaResult;
use super::error::ReportError;
use super::frame::Show;
use super::layout::{self, ColumnLayout, Place, Value, wrapped_lines};
use super::paper::{self, Across, Printed};
use super::pen::{Pen, clean, cut};
use super::sheet::{Allowed, Body, Bubble, Condition, Freeze, Highlight, Paper, Picture, Sheet, Validation};
use super::style::{Align, Line, NumberFormat, Style, colour, number};
use super::xlsx::Cancel;
use crate::origin::column_letters;

/// Rows between two questions whether to stop.
const ROWS_BETWEEN_CHECKS: usize = 500;
/// Breaks of a page that a sheet may have.
const MOST_BREAKS: usize = 1_023;
/// Rows of a sheet up to which their heights are added up.
const ROWS_ADDED_UP: usize = 1_000;

/// The part of a sheet that stands on one worksheet.
pub(super) struct Part<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a [ColumnLayout],
    pub(super) rows: Range<usize>,
    /// The first part: pictures, rules and merged cells belong to it.
    pub(super) first: bool,
    pub(super) large: bool,
}

pub(super) fn write_part(pen: &mut Pen<'_>, part: &Part<'_>, cancel: Cancel<'_>) -> Result<(), ReportError> {
    let sheet = part.sheet;
    set_up(pen, part).map_err(|source| pen.failed(source))?;
    for (row, cell) in (0..).zip(&sheet.title) {
        put_cell(pen, row, 0, &Place::of(cell), Style::default())?;
    }
    if sheet.header {
        put_header(pen, part)?;
    }
    if part.large {
        pen.style_columns();
    }
    let last = put_rows(pen, part, cancel)?;
    pen.style_cells();
    let mut row = last;
    if sheet.has_totals() {
        put_totals(pen, part, row)?;
        row += 1;
    }
    for (row, cell) in (row + 1..).zip(&sheet.notes) {
        put_cell(pen, row, 0, &Place::of(cell), Style::subtitle())?;
    }
    if part.first {
        merge(pen, sheet)?;
        around(pen, sheet).map_err(|source| pen.failed(source))?;
    }
    Ok(())
}

/// Everything that must be known before the first row is written.
fn set_up(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    for ((index, column), layout) in (0_u16..).zip(&sheet.columns).zip(part.columns) {
        let characters = column.width.unwrap_or_else(|| f64::from(u16::try_from(layout.width).unwrap_or(60)));
        pen.sheet.set_column_width(index, characters.clamp(0.5, 255.0))?;
        for _ in 0..column.outline.min(7) {
            pen.sheet.group_columns(index, index)?;
        }
        if column.hidden {
            pen.sheet.set_column_hidden(index)?;
        }
        let typed = match column.show {
            Show::Code => NumberFormat::Text,
            Show::Date => NumberFormat::Date,
            _ => NumberFormat::General,
        };
        if sheet.typing && typed != NumberFormat::General {
            let format = pen.format(Style::default().number(typed));
            pen.sheet.set_column_format(index, &format)?;
        }
    }
    let last_column = last_column(sheet);
    let first_row = sheet.first_row();
    let end = first_row.saturating_add(u32::try_from(part.rows.len()).unwrap_or(u32::MAX));

    // Else a formula whose result is an empty text would be stored with 0.
    pen.sheet.set_formula_result_default("");
    pen.sheet.set_screen_gridlines(sheet.grid || part.large);
    print(pen, part)?;
    match sheet.freeze {
        Freeze::Header if sheet.header => {
            pen.sheet.set_freeze_panes(first_row, 0)?;
        }
        Freeze::At(row, column) => {
            pen.sheet.set_freeze_panes(row, column)?;
        }
        Freeze::Header | Freeze::None => {}
    }
    if sheet.filter && sheet.header && !sheet.columns.is_empty() {
        pen.sheet.autofilter(sheet.header_row(), 0, end.saturating_sub(1).max(sheet.header_row()), last_column)?;
    }
    if let Some(tab) = sheet.tab {
        pen.sheet.set_tab_color(Color::RGB(tab));
    }
    if sheet.hidden {
        pen.sheet.set_hidden(true);
    }
    if end > first_row {
        pen.sheet.ignore_error_range(first_row, 0, end - 1, last_column, IgnoreError::NumberStoredAsText)?;
    }
    outline_and_heights(pen, part)
}

/// Paper, and what comes on which page.
fn print(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    let words = pen.language.words();
    let plan = Printed::of(sheet, &paper::widths(sheet, part.columns));
    pen.sheet.set_paper_size(match sheet.print.paper {
        Paper::A4 => 9,
        Paper::Letter => 1,
    });
    if plan.is_lying {
        pen.sheet.set_landscape();
    } else {
        pen.sheet.set_portrait();
    }
    pen.sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    let footer = sheet.print.footer.clone().unwrap_or_else(|| {
        let name = clean(&pen.name).replace('&', "&&");
        format!("&L&9{name}&R&9{} &P {} &N", words.page, words.of)
    });
    pen.sheet.set_footer(cut(&clean(&footer), 255, ""));
    if let Some(header) = &sheet.print.header {
        pen.sheet.set_header(cut(&clean(header), 255, ""));
    }
    let repeated = sheet.print.repeat.or_else(|| sheet.header.then(|| (sheet.header_row(), sheet.header_row())));
    if let Some((first, last)) = repeated {
        pen.sheet.set_repeat_rows(first, last)?;
    }
    match &plan.across {
        Across::One if sheet.one_page => {
            pen.sheet.set_print_fit_to_pages(1, 1);
        }
        Across::One => {
            let down =
                heights(part, repeated).map_or(0, |(points, repeated)| plan.down(sheet.print.paper, points, repeated));
            pen.sheet.set_print_fit_to_pages(1, down);
        }
        Across::Several { scale, repeated, breaks } => {
            pen.sheet.set_print_scale(*scale);
            pen.sheet.set_repeat_columns(0, *repeated)?;
            pen.sheet.set_vertical_page_breaks(breaks)?;
            pen.sheet.set_page_order(true);
        }
    }
    if let Some(area) = sheet.print.area {
        if part.first {
            pen.sheet.set_print_area(area.first_row, area.first_column, area.last_row, area.last_column)?;
        }
    } else if let Some(last) = plan.last {
        let rows = part.rows.len() + usize::from(sheet.has_totals());
        let notes = if sheet.notes.is_empty() { 0 } else { sheet.notes.len() + 1 };
        let end = u32::try_from(rows + notes).ok().and_then(|rows| sheet.first_row().checked_add(rows));
        pen.sheet.set_print_area(0, 0, end.map_or(0, |end| end.saturating_sub(1)), last)?;
    }
    Ok(())
}

/// Height of all rows and of those on each page, in points; none when there are too many to add up, or when pages begin
/// where the sheet says so.
fn heights(part: &Part<'_>, repeated: Option<(u32, u32)>) -> Option<(usize, usize)> {
    let sheet = part.sheet;
    if part.rows.len() > ROWS_ADDED_UP {
        return None;
    }
    let own = match &sheet.body {
        Body::Frame(_) => &[],
        Body::Rows(rows) => rows.get(part.rows.clone()).unwrap_or_default(),
    };
    if own.iter().any(|row| row.new_page) {
        return None;
    }
    let header = if sheet.header { usize::from(header_height(part)) } else { 0 };
    let mut all = usize::from(sheet.has_totals()) * 15 + header;
    if !sheet.title.is_empty() {
        // The title itself is larger, and a blank row follows.
        all += (sheet.title.len() + 1) * 15 + 6;
    }
    if !sheet.notes.is_empty() {
        all += (sheet.notes.len() + 1) * 15;
    }
    let mut on_each = if sheet.header { header } else { 0 };
    let wrapping = wrapping(part);
    for (row, index) in (sheet.first_row()..).zip(part.rows.clone()) {
        let given = own.get(index - part.rows.start).and_then(|row| row.height).map(paper::whole);
        let points = given.or_else(|| wrapped_height(part, &wrapping, index, row).map(usize::from)).unwrap_or(15);
        all += points;
        if !sheet.header && repeated.is_some_and(|(first, last)| (first..=last).contains(&row)) {
            on_each += points;
        }
    }
    Some((all, on_each))
}

fn last_column(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn outline_and_heights(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    let sheet = part.sheet;
    let first_row = sheet.first_row();
    let levels = layout::outline(sheet, part.rows.clone());
    if levels.iter().any(|&level| level > 0) {
        pen.sheet.group_symbols_above(true);
        for (row, &level) in (first_row..).zip(&levels) {
            for _ in 0..level {
                pen.sheet.group_rows(row, row)?;
            }
        }
    }
    let Body::Rows(rows) = &sheet.body else { return Ok(()) };
    let mut breaks = Vec::new();
    for (row, description) in (first_row..).zip(rows.get(part.rows.clone()).unwrap_or_default()) {
        if let Some(points) = description.height {
            pen.sheet.set_row_height(row, points.clamp(0.0, 409.0))?;
        }
        if description.new_page && row > 0 {
            breaks.push(row);
        }
    }
    // The format has no room for more; what follows is divided where the paper ends.
    breaks.truncate(MOST_BREAKS);
    if !breaks.is_empty() {
        pen.sheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

fn put_cell(pen: &mut Pen<'_>, row: u32, column: u16, place: &Place<'_>, usual: Style) -> Result<(), ReportError> {
    pen.put(row, column, &place.value, place.style.unwrap_or(usual))?;
    place.note.map_or(Ok(()), |note| pen.note(row, column, note))
}

/// Height of the row of titles, in points.
fn header_height(part: &Part<'_>) -> u16 {
    let sheet = part.sheet;
    let arrow = if sheet.filter { 3 } else { 1 };
    let lines = sheet
        .columns
        .iter()
        .zip(part.columns)
        .map(|(column, layout)| {
            let width = column.width.map_or(layout.width, paper::whole);
            wrapped_lines(&column.label, width.saturating_sub(arrow))
        })
        .max()
        .unwrap_or(1);
    u16::try_from(lines.min(8)).unwrap_or(1) * 15 + 4
}

/// True for columns whose values stand at the right.
const fn is_number(show: Show) -> bool {
    matches!(show, Show::Money(_) | Show::Quantity | Show::Percent | Show::Number | Show::Integer)
}

/// The columns of texts that follow a column of numbers: a little off, for not every program keeps the numbers off them.
fn texts_after_numbers(sheet: &Sheet) -> Vec<bool> {
    let mut before = false;
    let after = |column: &super::sheet::Column| {
        let is_after = before && !is_number(column.show);
        if !column.hidden {
            before = is_number(column.show);
        }
        is_after
    };
    sheet.columns.iter().map(after).collect()
}

fn put_header(pen: &mut Pen<'_>, part: &Part<'_>) -> Result<(), ReportError> {
    let sheet = part.sheet;
    let row = sheet.header_row();
    let set = pen.sheet.set_row_height(row, header_height(part)).map(|_| ());
    set.map_err(|source| pen.failed(source))?;
    let off_numbers = texts_after_numbers(sheet);
    for (index, column) in (0_u16..).zip(&sheet.columns) {
        let align = if is_number(column.show) { Align::Right } else { Align::Left };
        let mut style = Style::header().align(align);
        let is_off = off_numbers.get(usize::from(index)) == Some(&true);
        style.indent = u8::from(align == Align::Right || is_off);
        if column.required {
            style.fill = Some(colour::REQUIRED);
        }
        pen.put(row, index, &Value::Text(&column.label), style)?;
        if let Some(note) = &column.note {
            pen.note(row, index, note)?;
        }
    }
    Ok(())
}

/// Writes the rows of the part and returns the row after the last.
fn put_rows(pen: &mut Pen<'_>, part: &Part<'_>, cancel: Cancel<'_>) -> Result<u32, ReportError> {
    let sheet = part.sheet;
    let usual = match (sheet.header, part.large) {
        // Blank cells of large sheets are not written, so lines drawn by cells would have gaps.
        (true, true) => Style { line: Line::None, ..Style::body() },
        (true, false) => Style::body(),
        (false, _) => Style::default(),
    };
    let off_numbers = texts_after_numbers(sheet);
    let indented = layout::indent_column(sheet);
    let least = layout::least_level(sheet);
    let wrapping = wrapping(part);
    // How the values of an answer look is the same in all rows of a column for values of one kind.
    let mut looks: Vec<Option<(Discriminant<Value<'_>>, Style)>> = vec![None; sheet.columns.len()];
    let mut row = sheet.first_row();
    for (count, index) in part.rows.clone().enumerate() {
        if count % ROWS_BETWEEN_CHECKS == 0 && cancel() {
            return Err(ReportError::Cancelled);
        }
        let columns = match &sheet.body {
            Body::Frame(_) => sheet.columns.len(),
            Body::Rows(rows) => {
                let cells = rows.get(index).map_or(0, |row| row.cells.len());
                if sheet.header { cells.max(sheet.columns.len()) } else { cells }
            }
        };
        if let Some(points) = wrapped_height(part, &wrapping, index, row) {
            let set = pen.sheet.set_row_height(row, points).map(|_| ());
            set.map_err(|source| pen.failed(source))?;
        }
        for (column, letter) in (0..columns).zip(0_u16..) {
            let place = layout::place(sheet, index, column);
            let kind = discriminant(&place.value);
            if let Some(Some((known, style))) = looks.get(column)
                && *known == kind
            {
                pen.put(row, letter, &place.value, *style)?;
                continue;
            }
            let description = sheet.columns.get(column);
            let base = place.style.or(description.and_then(|column| column.style)).unwrap_or(usual);
            if matches!(place.value, Value::Blank) && (part.large || base == Style::default()) {
                if let Some(note) = place.note {
                    pen.note(row, letter, note)?;
                }
                continue;
            }
            let mut style = base;
            if let (Some(description), Some(layout)) = (description, part.columns.get(column)) {
                if layout.wrap && place.style.is_none() && matches!(place.value, Value::Text(_) | Value::Code(_)) {
                    style.wrap = true;
                }
                if style.number == NumberFormat::General {
                    style.number = number_format(&place.value, description.show, *layout);
                }
                if sheet.header && style.align == Align::General {
                    (style.align, style.indent) = alignment(&place.value, description.show);
                    if style.align != Align::Right && off_numbers.get(column) == Some(&true) {
                        (style.align, style.indent) = (Align::Left, 1);
                    }
                }
                if matches!(sheet.body, Body::Frame(_))
                    && indented != Some(column)
                    && layout.is_uniform(description.show)
                    && let Some(look) = looks.get_mut(column)
                {
                    *look = Some((kind, style));
                }
            }
            if indented == Some(column) {
                style.indent = layout::indent(sheet, index, least);
                style.align = Align::Left;
            }
            pen.put(row, letter, &place.value, style)?;
            if let Some(note) = place.note {
                pen.note(row, letter, note)?;
            }
        }
        row += 1;
    }
    Ok(row)
}

/// Numbers stand a little off the right edge, so that they do not touch the text of the next column.
const fn alignment(value: &Value<'_>, show: Show) -> (Align, u8) {
    match (value, show) {
        (Value::Date(_), _) | (Value::Integer(_) | Value::Decimal(_), Show::Level) => (Align::Left, 0),
        (Value::Integer(_) | Value::Decimal(_) | Value::Formula(_, FormulaResult::Number(_)), _) => (Align::Right, 1),
        _ => (Align::General, 0),
    }
}

/// The columns in which texts may go on in further lines, with their widths in characters; cells of a row may say
/// otherwise.
fn wrapping(part: &Part<'_>) -> Vec<(usize, usize)> {
    let sheet = part.sheet;
    let is_frame = matches!(sheet.body, Body::Frame(_));
    let columns = sheet.columns.iter().zip(part.columns).enumerate().filter(|(_, (column, layout))| {
        !column.hidden && (!is_frame || column.style.map_or(layout.wrap, |style| style.wrap))
    });
    columns.map(|(index, (column, layout))| (index, column.width.map_or(layout.width, paper::whole))).collect()
}

/// The height of a row in which a text goes on in further lines; none when one line is enough or the height is given.
fn wrapped_height(part: &Part<'_>, wrapping: &[(usize, usize)], index: usize, row: u32) -> Option<u16> {
    let sheet = part.sheet;
    let own = match &sheet.body {
        Body::Frame(_) => None,
        Body::Rows(rows) => {
            let row = rows.get(index)?;
            if row.height.is_some() {
                return None;
            }
            Some(row)
        }
    };
    let mut most = 1;
    for &(column, width) in wrapping {
        let (Some(description), Some(layout)) = (sheet.columns.get(column), part.columns.get(column)) else { continue };
        let styled = own.and_then(|row| row.cells.get(column)).and_then(|cell| cell.style).or(description.style);
        let wraps = styled.map_or(layout.wrap, |style| style.wrap);
        if !wraps || sheet.merged.iter().any(|area| area.holds(row, column)) {
            continue;
        }
        let place = layout::place(sheet, index, column);
        let lines = match &place.value {
            // A link goes on over the edge of its cell unless the column says otherwise.
            Value::Link(..) if styled.is_none() => continue,
            // Letters of running text are narrower than the digits that widths are counted in.
            Value::Text(text) | Value::Link(_, text) => wrapped_lines(text, width + width / 20),
            Value::Code(text) => wrapped_lines(text, width.saturating_sub(1)),
            _ => continue,
        };
        most = most.max(lines);
    }
    (most > 1).then(|| u16::try_from(most.min(27)).unwrap_or(27) * 15)
}

fn number_format(value: &Value<'_>, show: Show, layout: ColumnLayout) -> NumberFormat {
    match value {
        Value::Decimal(value) | Value::Formula(_, FormulaResult::Number(value)) => layout.number(show, *value),
        Value::Integer(value) => layout.number(show, Decimal::from(*value)),
        _ => NumberFormat::General,
    }
}

fn put_totals(pen: &mut Pen<'_>, part: &Part<'_>, row: u32) -> Result<(), ReportError> {
    let sheet = part.sheet;
    let first = u64::from(sheet.first_row()) + 1;
    let last = u64::from(row);
    let mut said = false;
    for ((index, column), layout) in (0_u16..).zip(&sheet.columns).zip(part.columns) {
        let sum = layout::sum(sheet, usize::from(index), part.rows.clone()).filter(|_| column.total && last >= first);
        match sum {
            Some(sum) => {
                let letters = column_letters(u32::from(index));
                let formula = format!("=SUBTOTAL(109,{letters}{first}:{letters}{last})");
                let style =
                    Style { indent: 1, align: Align::Right, ..Style::total().number(layout.number(column.show, sum)) };
                pen.put(row, index, &Value::Formula(&formula, &FormulaResult::Number(sum)), style)?;
            }
            None if !said => {
                said = true;
                pen.put(row, index, &Value::Text(pen.language.words().total), Style::total())?;
            }
            None => pen.put(row, index, &Value::Blank, Style::total())?,
        }
    }
    Ok(())
}

/// Joins cells; the cell that was written first keeps its content.
fn merge(pen: &mut Pen<'_>, sheet: &Sheet) -> Result<(), ReportError> {
    for area in &sheet.merged {
        if area.first_row == area.last_row && area.first_column == area.last_column {
            continue;
        }
        let (row, column) = (area.first_row, area.first_column);
        let title = usize::try_from(row).ok().and_then(|row| sheet.title.get(row)).filter(|_| column == 0);
        let place = match (title, row.checked_sub(sheet.first_row())) {
            (Some(cell), _) => Place::of(cell),
            (None, Some(row)) => layout::place(sheet, usize::try_from(row).unwrap_or(usize::MAX), usize::from(column)),
            (None, None) => continue,
        };
        let usual = if sheet.header { Style::body() } else { Style::default() };
        let style = place.style.unwrap_or(usual);
        let format: Format = pen.format(style);
        let merged = pen.sheet.merge_range(row, column, area.last_row, area.last_column, "", &format).map(|_| ());
        merged.map_err(|source| pen.failed(source))?;
        pen.put_again(row, column, &place.value, style)?;
    }
    Ok(())
}

fn around(pen: &mut Pen<'_>, sheet: &Sheet) -> Result<(), XlsxError> {
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
    if let Some(url) = picture.target.as_ref().and_then(super::cell::Target::url) {
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
    if let Some(url) = bubble.target.as_ref().and_then(super::cell::Target::url) {
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
