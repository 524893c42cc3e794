namespace CityOps.Node.Generation;

/// <summary>
/// 部件与事件类别: one class with its usual limit (domain.md 3.3).
/// </summary>
internal sealed record CaseClass(string TypeClass, string BigClass, string SmallClass, string Name, string LimitType, int LimitValue);

/// <summary>The classes, commonest first: how often each is drawn follows a Zipf curve over this order.</summary>
internal static class CaseClasses
{
    private const string EventRows = """
        0405 店外经营 UH 2|0410 非机动车乱停放 WH 2|0136 乱堆物堆料 WD 1|0112 道路不洁 WH 2|0110 暴露垃圾 WH 4
        0201 非法小广告 WD 1|0401 无照经营游商 UH 2|0406 占道经营 UH 2|0107 沿街晾挂 UH 2|0111 积存垃圾渣土 WD 5
        0113 道路破损 WD 5|0117 绿地脏乱 WH 4|0404 占道废品收购 WD 1|0106 擅自在临街建筑物上挂彩旗 WD 1|0119 非装饰性吊挂 WD 1
        0207 违规标语宣传品 WD 1|0105 临街阳台、屋顶脏乱差 WD 2|0202 街头散发广告 WH 2|0402 早夜市管理问题 UH 2|0302 施工占道 WD 1
        0306 施工物料乱堆放 WD 1|0114 道路遗撒 WH 4|0130 乱倒乱排污水、废水 WD 1|0203 违规户外广告 WD 5|0206 违规牌匾标识 WD 2
        0604 门前四包 WH 4|0128 商业噪音 UH 2|0129 露天烧烤 UH 2|0120 焚烧垃圾、树叶 UH 2|0135 废弃家具设备 WD 2
        0118 绿化弃料 WH 4|0104 建筑物外立面不洁 WD 3|0108 擅自架设管线、杆线设施 WD 5|0131 餐厨垃圾遗撒和污染 WH 4|0301 施工扰民 UH 2
        0304 工地扬尘 WH 2|0305 施工废弃料 WD 2|0307 施工工地围挡 WD 3|0312 工地车轮夹带 WD 1|0103 违章接坡 WD 1
        0125 水域不洁 WD 2|0126 河道污染 WD 2|0506 道路积水 UH 2|0503 排水管道堵塞、破裂 WH 4|0508 架空线缆脱落 WH 2
        0101 私搭乱建 WD 15|0102 店面无证装修 ND 1|0121 病虫害 WD 3|0122 非法伐树 WD 3|0132 非正规垃圾填埋场 WD 2
        0133 乱丢弃医疗废物 WD 2|0137 动物尸体 WH 4|0138 擅自饲养家禽家畜 WD 1|0204 广告语言文字不规范 WD 5|0205 户外广告设置位置不合理 WD 3
        0303 无证掘路 WD 1|0308 工地道路未硬化 WD 5|0309 工地出入口道路破损 WD 5|0310 施工完成后未场光地净 WD 2|0311 渣土车未密闭 WD 2
        0507 道路积雪、积冰 WH 4|0505 路面塌陷 UH 2|0501 供水管道破裂 UH 1|0502 燃气管道破裂 UH 1|0504 热力管道破裂 UH 1|0602 临街屠宰 WH 2
        """;

    private const string ComponentRows = """
        0102 污水井盖 UH 2|0103 雨水井盖 UH 2|0305 垃圾箱 WD 2|0402 行道树 WD 15|0137 路灯 WD 2|0104 雨水箅子 WH 4
        0217 交通护栏 WD 2|0307 牌匾标识 WD 2|0107 通信井盖 UH 2|0106 路灯井盖 UH 2|0101 上水井盖 UH 2|0105 电力井盖 UH 2
        0204 公交站亭 WD 3|0225 非机动车停放点 WD 3|0212 路名牌 WD 3|0408 绿地护栏 WD 3|0131 通信立杆 WD 2|0130 电力立杆 WH 4
        0127 通信交接箱 WD 2|0128 电力设施 WD 2|0301 公共厕所 WD 1|0306 户外广告 WD 5|0405 花钵花架 WD 3|0407 街头座椅 WD 3
        0146 户外健身设施 WD 5|0150 监控电子眼 WD 3|0206 过街天桥 WD 5|0221 便道桩 WD 3|0303 化粪池 WH 4|0111 燃气井盖 UH 2
        0123 不明井盖 UH 2|0507 水域护栏 WD 3|0410 喷泉 WD 5|0401 古树名木 WD 3
        """;

    public static IReadOnlyList<CaseClass> Events { get; } = Read("E", EventRows);

    public static IReadOnlyList<CaseClass> Components { get; } = Read("P", ComponentRows);

    private static readonly double[] EventCurve = Zipf(Events.Count);

    private static readonly double[] ComponentCurve = Zipf(Components.Count);

    /// <summary>97 of 100 cases are events (domain.md 5.4).</summary>
    public static CaseClass Draw(Dice dice) =>
        dice.Luck(0.97) ? Events[dice.PickWeighted(EventCurve)] : Components[dice.PickWeighted(ComponentCurve)];

    private static CaseClass[] Read(string typeClass, string rows) =>
    [
        .. from row in rows.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let part = row.Split(' ')
           select new CaseClass(typeClass, part[0][..2], part[0][2..], part[1], part[2], int.Parse(part[3], System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static double[] Zipf(int count)
    {
        var cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 1; rank <= count; rank++)
        {
            sum += 1.0 / rank;
            cumulative[rank - 1] = sum;
        }

        return cumulative;
    }
}
