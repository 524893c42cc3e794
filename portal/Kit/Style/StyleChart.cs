namespace CityOps.Portal.Kit.Style;

/// <summary>A chart's option as another address would give it.</summary>
internal static class StyleChart
{
    public const string Option = """
        {
          "legend": {},
          "xAxis": { "type": "category", "data": ["11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22"] },
          "yAxis": { "type": "value", "max": 100 },
          "series": [
            { "type": "bar", "name": "MG-01", "stack": "all", "data": [52, 61, 58, 70, 66, 49, 55] },
            { "type": "bar", "name": "SI-01", "stack": "all", "data": [12, 9, 17, 11, 14, 8, 10] }
          ]
        }
        """;
}
