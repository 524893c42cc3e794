using CityOps.Schemas.Codes;

namespace CityOps.Node.Federation.Departments;

/// <summary>A department of the demo beside the first city: what it sends, what it reads.</summary>
/// <param name="Key">Its name in files and messages.</param>
/// <param name="Pulls">Interface it reads by pull; empty for none.</param>
/// <param name="Takes">Interface that is pushed to it; empty for none.</param>
internal sealed record Trade(string Key, string Code, string Name, string Purpose, string Publishes, string Pulls, string Takes)
{
    /// <summary>气象、燃气、热线、交通: each joins by invitation, as any department would.</summary>
    public static readonly IReadOnlyList<Trade> All =
    [
        new("weather", Credit("11340100MB0Q1W2E3"), "合肥市气象局（演示）", "气象实况与城市运行联动", "EX-02.v1.up", "EX-07.v1.up", ""),
        new("gas", Credit("91340100MA2R5T6Y7"), "合肥燃气集团（演示）", "燃气报警与管线周边案件联动", "OP-05.v1.up", "", "MG-01.v1.up"),
        new("hotline", Credit("11340100MB0H3J4K5"), "合肥市12345热线（演示）", "公众诉求转办与案件进展回访", "SV-01.v1.up", "MG-01.v1.up", ""),
        new("transport", Credit("11340100MB0U7L8P9"), "合肥市交通运输局（演示）", "道路运行与占道案件联动", "EX-07.v1.up", "MG-01.v1.up", ""),
    ];

    private static string Credit(string first17) => "B-" + first17 + CreditCode.CheckCharacter(first17);
}
