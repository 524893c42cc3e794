using System.Text;
using CityOps.Hub.SignOn.Pages.Html;
using QRCoder;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>A QR code as inline SVG, drawn here: the secret in it goes to no other server and needs no script.</summary>
internal static class QrImage
{
    public static Markup Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = data.ModuleMatrix.Count;
        return Markup.Of(
            $"""
            <svg role="img" aria-label="{label}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{PathOf(data)}" fill="#000"/></svg>
            """);
    }

    // One run of dark modules is one rectangle. The library's matrix has its quiet zone of four modules already.
    private static string PathOf(QRCodeData data)
    {
        var path = new StringBuilder();
        for (var y = 0; y < data.ModuleMatrix.Count; y++)
        {
            var row = data.ModuleMatrix[y];
            for (var x = 0; x < row.Length; x++)
            {
                var from = x;
                while (x < row.Length && row[x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
                }
            }
        }

        return path.ToString();
    }
}
