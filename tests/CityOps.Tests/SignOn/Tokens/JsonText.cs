using System.Text.Json;

namespace CityOps.Tests.SignOn.Tokens;

internal static class JsonText
{
    public static string Text(this JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
