//! Space to paper: the isometric projection and the few plane operations that drawing needs.

/// A point of a part: `u` runs along the assembly axis away from the viewer, `v` to the right, `w` up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Space {
    pub(super) u: f32,
    pub(super) v: f32,
    pub(super) w: f32,
}

impl Space {
    pub(super) fn new(u: f32, v: f32, w: f32) -> Self {
        Self { u, v, w }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::new(self.u + other.u, self.v + other.v, self.w + other.w)
    }
}

/// A point on paper, in pixels, from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Flat {
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Flat {
    pub(super) fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(super) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    pub(super) fn plus(self, other: Self, times: f32) -> Self {
        Self::new(self.x + other.x * times, self.y + other.y * times)
    }

    pub(super) fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// cos 30°, the slope of all three axes of an isometric view.
const COS30: f32 = 0.866_025_4;

/// Direction of the assembly axis on paper.
pub(super) const ALONG: Flat = Flat { x: COS30, y: -0.5 };
/// Square to the axis on paper, towards the upper left.
pub(super) const ABOVE: Flat = Flat { x: -0.5, y: -COS30 };

/// The direction a solid is extruded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    U,
    V,
    W,
}

impl Axis {
    /// The point at `t` along this axis and `(a, b)` across it.
    pub(super) fn at(self, t: f32, (a, b): (f32, f32)) -> Space {
        match self {
            Self::U => Space::new(t, a, b),
            Self::V => Space::new(a, t, b),
            Self::W => Space::new(a, b, t),
        }
    }

    /// How much a direction across the axis faces the viewer.
    pub(super) fn facing(self, (a, b): (f32, f32)) -> f32 {
        nearness(self.at(0.0, (a, b)))
    }

    /// The direction in which the visible end looks.
    pub(super) fn visible_end(self) -> Space {
        match self {
            Self::U => Space::new(-1.0, 0.0, 0.0),
            Self::V => Space::new(0.0, 1.0, 0.0),
            Self::W => Space::new(0.0, 0.0, 1.0),
        }
    }
}

/// Larger is nearer to the viewer, who looks from the lower left front.
pub(super) fn nearness(p: Space) -> f32 {
    p.v + p.w - p.u
}

/// Scale and shift between the isometric plane and the paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) scale: f32,
    pub(super) shift: Flat,
}

impl View {
    pub(super) fn project(&self, p: Space) -> Flat {
        Flat::new((p.u + p.v) * COS30 * self.scale, ((p.v - p.u) * 0.5 - p.w) * self.scale).plus(self.shift, 1.0)
    }
}

/// Brightness 0..1 of a surface that looks in this direction: the lamp is above, a little to the left.
pub(super) fn brightness(normal: Space) -> f32 {
    let length = (normal.u * normal.u + normal.v * normal.v + normal.w * normal.w).sqrt().max(1e-6);
    let lit = (-0.42 * normal.u + 0.12 * normal.v + 0.90 * normal.w) / length;
    (0.5 + 0.5 * lit).clamp(0.0, 1.0)
}

/// Twice the signed area of an outline; positive when it runs counter-clockwise.
pub(super) fn area(outline: &[(f32, f32)]) -> f32 {
    pairs(outline).map(|((a, b), (c, d))| a * d - c * b).sum()
}

/// Each point with the next one, the last with the first.
pub(super) fn pairs<T: Copy>(points: &[T]) -> impl Iterator<Item = (T, T)> {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}

/// The part of `subject` inside the convex outline `window` (Sutherland and Hodgman).
pub(super) fn clip(subject: &[Flat], window: &[Flat]) -> Vec<Flat> {
    let flat: Vec<(f32, f32)> = window.iter().map(|p| (p.x, p.y)).collect();
    let turn = area(&flat).signum();
    let mut result = subject.to_vec();
    for (from, to) in pairs(window) {
        let side = |p: Flat| turn * ((to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x));
        let mut kept = Vec::with_capacity(result.len() + 2);
        for (a, b) in pairs(&result) {
            let (at_a, at_b) = (side(a), side(b));
            if at_a >= 0.0 {
                kept.push(a);
            }
            if (at_a >= 0.0) != (at_b >= 0.0) {
                let t = at_a / (at_a - at_b);
                kept.push(Flat::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t));
            }
        }
        result = kept;
    }
    result
}

/// Points of a circle, counter-clockwise.
pub(super) fn circle((a, b): (f32, f32), radius: f32, points: usize) -> Vec<(f32, f32)> {
    (0..points)
        .map(|i| {
            let angle = std::f32::consts::TAU * i as f32 / points as f32;
            (a + radius * angle.cos(), b + radius * angle.sin())
        })
        .collect()
}

/// A rectangle with rounded corners around `(a, b)`, counter-clockwise.
pub(super) fn rounded((a, b): (f32, f32), width: f32, height: f32, corner: f32) -> Vec<(f32, f32)> {
    let (half_a, half_b) = (width / 2.0 - corner, height / 2.0 - corner);
    let mut points = Vec::new();
    for (sign_a, sign_b, start) in [(1.0, 1.0, 0.0_f32), (-1.0, 1.0, 90.0), (-1.0, -1.0, 180.0), (1.0, -1.0, 270.0)] {
        let steps: u8 = if corner > 0.5 { 6 } else { 0 };
        for i in 0..=steps {
            let angle = (start + 90.0 * f32::from(i) / f32::from(steps.max(1))).to_radians();
            points.push((a + sign_a * half_a + corner * angle.cos(), b + sign_b * half_b + corner * angle.sin()));
        }
    }
    points
}

/// The outline of a gear wheel or sprocket: teeth with slanted flanks.
pub(super) fn toothed(radius: f32, depth: f32, teeth: usize) -> Vec<(f32, f32)> {
    let mut points = Vec::with_capacity(teeth * 4);
    for i in 0..teeth {
        for (share, r) in
            [(0.0, radius - depth), (0.22, radius - depth), (0.36, radius), (0.64, radius), (0.78, radius - depth)]
        {
            let angle = std::f32::consts::TAU * (i as f32 + share) / teeth as f32;
            points.push((r * angle.cos(), r * angle.sin()));
        }
    }
    points
}
