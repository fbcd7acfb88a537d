//! The machines of the demo company: assemblies, what they consist of, and how often.

use super::drawing::Shape;

/// A made item with a structure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assembly {
    pub(crate) item: &'static str,
    pub(crate) fi: &'static str,
    pub(crate) en: &'static str,
    pub(crate) de: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) shape: Shape,
    pub(crate) spare: bool,
    pub(crate) revision: &'static str,
    pub(crate) cents: i64,
    /// Lines separated by `;`: position, item or `family.size`, quantity, then marks: `rev=`, `from=`, `to=`,
    /// `sn=` first serial, `alt=group/rank`, `kind=`, `on=` position it fixes, `hidden` (not illustrated).
    pub(crate) lines: &'static str,
}

macro_rules! assemblies {
    ($($item:literal $revision:literal $spare:literal $cents:literal $shape:ident
        $fi:literal / $en:literal / $de:literal / $zh:literal : $lines:literal;)+) => {
        /// All assemblies, machines first.
        pub(crate) const ASSEMBLIES: &[Assembly] = &[$(Assembly {
            item: $item, fi: $fi, en: $en, de: $de, zh: $zh, shape: Shape::$shape, spare: $spare,
            revision: $revision, cents: $cents, lines: $lines,
        }),+];
    };
}

assemblies! {
    "HX-4000" "C" false 2_480_000 Module "Köysinostin HX-4000, 4 t" / "Wire rope hoist HX-4000, 4 t" / "Seilzug HX-4000, 4 t" / "钢丝绳葫芦 HX-4000, 4 t":
        "10 HM-100 1 rev=B; 20 TM-200 1; 30 HB-300 1; 40 EL-400 1; 50 RP-500 1; 60 FR-700 1; 70 LB.2 2 hidden; 80 OI.2 4.5 hidden; 90 TL-900 1 kind=REFERENCE hidden";
    "HX-2500" "B" false 1_690_000 Module "Köysinostin HX-2500, 2,5 t" / "Wire rope hoist HX-2500, 2.5 t" / "Seilzug HX-2500, 2,5 t" / "钢丝绳葫芦 HX-2500, 2.5 t":
        "10 HM-150 1; 20 TM-250 1; 30 HB-350 1; 40 EL-400 1; 50 RP.2 48.5; 60 LB.1 2 hidden; 70 OI.2 3.2 hidden";
    "LT-1200" "A" false 980_000 Platform "Saksinostopöytä LT-1200" / "Scissor lifting table LT-1200" / "Scherenhubtisch LT-1200" / "剪式升降台 LT-1200":
        "10 AB-810 1; 20 HY-600 1; 30 AB-820 2; 40 AB-430 1; 50 AB-440 1; 60 LB.3 4 hidden";
    "HM-100" "B" false 0 Drum "Nostokoneisto" / "Hoisting machinery" / "Hubwerk" / "起升机构":
        "10 AB-140 1; 20 AB-130 1 rev=B; 30 CP.4 1; 30A CE.4 1; 40 AB-100 1 rev=C; 50 SC.10 8 on=40; 60 AB-150 1";
    "HM-150" "A" false 0 Drum "Nostokoneisto, kevyt" / "Hoisting machinery, light" / "Hubwerk, leicht" / "起升机构(轻型)":
        "10 EM.3 1; 20 AB-130 1 rev=B; 30 CP.3 1; 30A CE.3 1; 40 AB-100 1 rev=B; 50 SC.9 8 on=40; 60 AB-141 1";
    "AB-100" "C" true 389_000 Drum "Köysirumpu" / "Rope drum assembly" / "Seiltrommel" / "卷筒组":
        "10 AB-120 1; 20 DR-4000 1; 30 AB-110 1 rev=C; 40 RI.1 1; 50 CB.9 8 on=40; 60 PI.4 2; 70 BK.4 1; 80 GR.4 0.35 hidden";
    "AB-110" "D" true 64500 Housing "Rummun laakerointi, vapaa pää" / "Drum bearing unit, non-drive end" / "Trommellagerung, Loslagerseite" / "卷筒轴承组(自由端)":
        "10 CB.4 6 on=20; 20 CV.4 1; 30 SE.7 1; 40 OR.9 1; 50 BR.8 2; 60 SL.4 1; 70 SH.5 1; 80 CH.6 1; 90 AB-111 1";
    "AB-111" "B" true 28900 Housing "Laakeripesän kokoonpano" / "Bearing housing assembly" / "Lagergehäuse, komplett" / "轴承座总成":
        "10 AB-112 1; 20 HO.3 1; 30 WA.5 4 on=20; 40 CB.5 4 on=20; 50 FT.1 1; 60 GR.1 0.12 hidden";
    "AB-112" "A" true 9800 Cover "Tiivistepesän kokoonpano" / "Seal carrier assembly" / "Dichtungsträger, komplett" / "密封座总成":
        "10 SE.9 1; 20 OR.10 1; 30 CV.6 1; 40 CI.8 1; 50 SM.6 2; 60 SC.4 6 on=30";
    "AB-120" "B" true 41200 RopeGuide "Köydenohjain, täydellinen" / "Rope guide, complete" / "Seilführung, komplett" / "导绳器总成":
        "10 RG.3 1 alt=G1/1; 10 RG.4 1 alt=G1/2; 20 SP.4 4; 30 PI.2 2; 40 BK.5 1; 50 LS.4 1; 60 SC.5 4 on=40; 70 SW.2 4 on=40";
    "AB-130" "B" true 298_000 Gearcase "Nostovaihde" / "Hoist gearbox" / "Hubgetriebe" / "起升减速器":
        "10 AB-131 1; 20 AB-132 1; 30 AB-133 1; 40 GC.2 1; 50 CV.3 2; 60 OR.8 2; 70 CB.2 12 on=50; 80 FT.3 2; 90 OI.2 3.8 hidden; 100 SK.2 1 hidden";
    "AB-131" "A" true 52300 PinionShaft "Ensiöakseli" / "Input shaft assembly" / "Antriebswelle, komplett" / "输入轴组件":
        "10 LN.3 1; 20 SE.3 1; 30 BR.4 2; 40 PS.2 1; 50 KY.2 1; 60 SL.3 1; 70 CI.4 1";
    "AB-132" "A" true 68700 Gear "Väliakseli" / "Intermediate shaft assembly" / "Zwischenwelle, komplett" / "中间轴组件":
        "10 TR.3 2; 20 PS.4 1; 30 GW.2 1; 40 KY.4 1; 50 CI.5 1; 60 SM.4 2";
    "AB-133" "B" true 84500 Shaft "Toisioakseli" / "Output shaft assembly" / "Abtriebswelle, komplett" / "输出轴组件":
        "10 SE.9 1; 20 RL.4 2; 30 SH.6 1; 40 GW.6 1; 50 KY.6 1; 60 LN.8 1; 70 CH.7 1";
    "AB-140" "B" true 176_000 Motor "Nostomoottori jarrulla" / "Hoist motor with brake" / "Hubmotor mit Bremse" / "带制动起升电机":
        "10 EM.5 1 to=2025-06-30; 10 EM.6 1 from=2025-07-01; 20 AB-141 1; 30 FN.4 1; 40 FC.4 1; 50 SC.2 4 on=40; 60 TB.4 6 hidden";
    "AB-141" "C" true 58900 BrakeCoil "Levyjarru" / "Disc brake" / "Scheibenbremse" / "盘式制动器":
        "10 SC.6 3 on=20; 20 BC.4 1; 30 SP.3 6; 40 BD.4 1; 50 BL.4 2; 60 OR.5 1; 70 KY.3 1; 80 CI.5 1";
    "AB-150" "A" false 0 Sensor "Kuormanmittaus" / "Load measuring unit" / "Lastmesseinrichtung" / "载荷测量装置":
        "10 PX.4 2 sn=4655; 20 BK.4 1; 30 SC.1 4 on=20; 40 CTRL-77 1; 50 CA.2 6.5 hidden";
    "TM-200" "B" false 0 Wheel "Vaunu" / "Trolley" / "Laufkatze" / "小车":
        "10 AB-210 2; 20 AB-220 2; 30 AB-230 1; 40 AB-240 1 kind=PHANTOM; 50 SD.3 1; 60 SD.4 1; 70 CB.6 16";
    "TM-250" "A" false 0 Wheel "Vaunu, kevyt" / "Trolley, light" / "Laufkatze, leicht" / "小车(轻型)":
        "10 AB-220 4; 20 GM.2 1; 30 AB-240 1 kind=PHANTOM; 40 SD.3 1; 50 SD.4 1; 60 CB.6 12";
    "AB-210" "B" true 48900 Wheel "Vetopyörästö" / "Drive wheel unit" / "Antriebsradeinheit" / "主动轮组":
        "10 AB-211 1; 20 WH.3 1; 30 GW.1 1; 40 SH.3 1; 50 KY.3 1; 60 CI.6 2; 70 WA.6 2";
    "AB-211" "A" true 17800 Bearing "Pyörän laakerointi" / "Wheel bearing unit" / "Radlagerung" / "车轮轴承组":
        "10 SE.5 2; 20 BR.6 2; 30 SL.3 1; 40 CH.4 2; 50 GR.1 0.05 hidden";
    "AB-220" "B" true 36500 Wheel "Vapaapyörästö" / "Idler wheel unit" / "Laufradeinheit" / "从动轮组":
        "10 AB-211 1; 20 WH.3 1; 30 SH.2 1; 40 CI.5 2; 50 WA.6 2";
    "AB-230" "A" true 79800 GearUnit "Siirtokoneisto" / "Travel drive" / "Fahrantrieb" / "运行驱动装置":
        "10 SC.8 4 on=30; 20 BD.1 1; 30 GM.3 1; 40 CP.2 1; 40A CE.2 1; 50 OR.6 1";
    "AB-240" "A" false 0 Buffer "Puskurisarja" / "Buffer set" / "Puffersatz" / "缓冲器组":
        "10 BF.4 4; 20 NU.4 4; 30 WA.4 4";
    "HB-300" "B" true 142_000 Hook "Koukkuryhmä 4 t" / "Hook block 4 t" / "Unterflasche 4 t" / "吊钩组 4 t":
        "10 AB-320 1; 20 SD.2 2; 30 AB-310 2; 40 SH.4 1; 50 LN.6 2; 60 CB.7 6 on=20; 70 LB.2 2";
    "HB-350" "A" true 88600 Hook "Koukkuryhmä 2,5 t" / "Hook block 2.5 t" / "Unterflasche 2,5 t" / "吊钩组 2.5 t":
        "10 HK.2 1; 15 HL.2 1; 20 SD.1 2; 30 AB-310 1; 40 SH.3 1; 50 LN.5 2; 60 CB.6 4 on=20";
    "AB-310" "C" true 24800 Sheave "Köysipyörä laakeroituna" / "Sheave with bearings" / "Seilrolle mit Lagerung" / "带轴承滑轮":
        "10 SM.5 2; 20 BR.8 2; 30 PU.3 1; 40 CH.6 2; 50 SL.4 1";
    "AB-320" "B" true 39700 Hook "Koukku laakerilla" / "Hook with bearing" / "Haken mit Lager" / "带轴承吊钩":
        "10 HK.3 1; 20 HL.3 1; 30 AX.4 1; 40 OR.7 1; 50 NU.9 1; 60 PI.3 1";
    "EL-400" "C" true 312_000 Cabinet "Sähkökeskus" / "Electrical cabinet" / "Schaltschrank" / "电气柜":
        "10 AB-410 1; 20 AB-420 1; 30 AB-430 1; 40 AB-440 1; 50 PL.3 1; 60 TB.1 24; 70 CA.3 18 hidden";
    "AB-410" "B" true 84900 Device "Kontaktoripaneeli" / "Contactor panel" / "Schützplatte" / "接触器板":
        "10 MC.4 2; 20 CT.3 4; 30 CT.5 1; 40 OL.4 1; 50 RY.1 1; 60 TB.4 12; 70 PL.2 1; 80 SC.1 8 on=70";
    "AB-420" "B" true 158_000 WideDevice "Nostokäyttö" / "Hoist drive unit" / "Hubantriebseinheit" / "起升驱动单元":
        "10 FD.5 1; 20 CTRL-88 1; 30 FN.1 1; 40 PL.1 1; 50 MC.5 1";
    "AB-430" "A" true 31200 Pendant "Ohjainyksikkö" / "Control pendant unit" / "Steuergerät" / "操纵装置":
        "10 PN.1 1; 20 PB.1 1; 30 PB.2 1; 40 PB.5 1; 50 CA.3 12.5";
    "AB-440" "A" true 26400 Switch "Rajakytkinryhmä" / "Limit switch group" / "Endschaltergruppe" / "限位开关组":
        "10 LS.1 2; 20 LS.5 1; 30 PX.2 1; 40 BK.5 2; 50 SC.3 6 on=40; 60 CA.1 8";
    "RP-500" "B" false 0 Sheave "Köysistö" / "Reeving" / "Einscherung" / "钢丝绳缠绕系统":
        "10 RP.4 62.5; 20 WG.2 1; 30 AB-510 1; 40 PI.6 2; 50 BK.3 1";
    "AB-510" "A" true 32100 Sheave "Vastapyörä" / "Compensating sheave" / "Ausgleichsrolle" / "平衡滑轮":
        "10 SD.5 2; 20 AB-310 1; 30 SH.2 1; 40 CI.4 2; 50 CB.3 4 on=10";
    "HY-600" "B" true 248_000 Pump "Hydrauliyksikkö" / "Hydraulic power unit" / "Hydraulikaggregat" / "液压站":
        "10 AB-610 1; 20 AB-620 1; 30 TK.2 1; 40 FL.1 1; 50 FL.5 1; 60 OI.5 12 hidden";
    "AB-610" "A" true 98700 Pump "Pumppuryhmä" / "Pump group" / "Pumpengruppe" / "泵组":
        "10 EM.3 1; 20 CP.3 1; 20A CE.3 1; 30 HP.3 1; 40 SC.8 4 on=30; 50 FT.3 2; 60 HH.4 1";
    "AB-620" "B" true 74300 ValveBlock "Venttiiliryhmä" / "Valve group" / "Ventilgruppe" / "阀组":
        "10 SV.1 1; 20 SV.4 1; 30 RV.2 1; 40 VB.2 1; 50 OR.1 8; 60 FT.2 4; 70 SK.5 1 hidden";
    "FR-700" "A" false 0 Frame "Runko ja suojat" / "Frame and guards" / "Rahmen und Abdeckungen" / "机架与护罩":
        "10 FRW-701 1; 20 BK.1 4; 30 CB.5 16 on=20; 40 LB.5 1; 50 PA.1 0.4 hidden; 60 GUARD-702 2";
    "AB-810" "A" false 0 Scissor "Saksikoneisto" / "Scissor mechanism" / "Scherenmechanik" / "剪叉机构":
        "10 PLT-811 1; 20 SCA-812 2; 30 BU.5 8; 40 PI.7 4; 50 CI.6 8; 60 WH.1 4";
    "AB-820" "A" true 69800 Cylinder "Nostosylinteri" / "Lifting cylinder" / "Hubzylinder" / "升降油缸":
        "10 CY.2 1; 15 PR.2 1; 20 SK.3 1; 30 HH.3 2; 40 BU.4 2; 50 PI.6 2; 60 SV.1 1";
    "HL-500" "A" false 24900 Platform "Varaosahylly HL-500" / "Spare parts shelf HL-500" / "Ersatzteilregal HL-500" / "备件货架 HL-500": "";
    "DR-4000" "B" true 145_000 Drum "Rumpuputki, uritettu Ø273" / "Drum shell, grooved Ø273" / "Trommelmantel, gerillt Ø273" / "卷筒体 Ø273": "";
    "FRW-701" "A" false 68000 Frame "Hitsattu runko" / "Welded frame" / "Schweißrahmen" / "焊接机架": "";
    "GUARD-702" "A" false 8900 Plate "Suojapelti" / "Guard plate" / "Schutzblech" / "护板": "";
    "PLT-811" "A" false 42000 Platform "Nostotaso 1200x800" / "Platform 1200x800" / "Plattform 1200x800" / "升降平台 1200x800": "";
    "SCA-812" "A" false 18900 Scissor "Saksivarsi pari" / "Scissor arm pair" / "Scherenarmpaar" / "剪叉臂(对)": "";
    "CTRL-77" "C" true 46000 Device "Kuormavahdin kortti" / "Load monitor board" / "Lastwächterplatine" / "载荷监控板": "";
    "CTRL-88" "D" true 98000 Device "Nosto-ohjauksen kortti" / "Hoist control board" / "Hubsteuerungsplatine" / "起升控制板": "";
    "TL-900" "A" false 12000 Bracket "Kuljetustuki" / "Transport support" / "Transportsicherung" / "运输支架": "";
}
