using System.Text;
using CityOps.Schemas.Validation.Formats;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class FormatTests
{
    [Theory]
    [InlineData("date-time", "2026-03-01T08:00:00+08:00", true)]
    [InlineData("date-time", "2026-03-01t08:00:00.123456789z", true)]
    [InlineData("date-time", "1998-12-31T23:59:60Z", true)]
    [InlineData("date-time", "1998-12-31T15:59:60-08:00", true)]
    [InlineData("date-time", "1998-12-31T22:59:60Z", false)]
    [InlineData("date-time", "2026-03-01 08:00:00Z", false)]
    [InlineData("date-time", "2026-03-01T08:00:00", false)]
    [InlineData("date-time", "2026-03-01T08:00:00.Z", false)]
    [InlineData("date-time", "2026-03-01T08:00:00+24:00", false)]
    [InlineData("date-time", "2026-13-01T08:00:00Z", false)]
    [InlineData("date-time", "2026-03-01T24:00:00Z", false)]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date", "2000-02-29", true)]
    [InlineData("date", "1900-02-29", false)]
    [InlineData("date", "2026-04-31", false)]
    [InlineData("date", "2026-00-10", false)]
    [InlineData("date", "2026-1-10", false)]
    [InlineData("time", "08:30:06Z", true)]
    [InlineData("time", "08:30:06", false)]
    [InlineData("time", "08:60:06Z", false)]
    [InlineData("uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", true)]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa73b441d16380", false)]
    [InlineData("uuid", "2eb8aa08aa9811eab4aa73b441d16380", false)]
    [InlineData("uri", "https://files.example.org:8443/a%20b?c=d#e", true)]
    [InlineData("uri", "urn:cityops:problem:gone", true)]
    [InlineData("uri", "http://[2001:db8::1]:80/", true)]
    [InlineData("uri", "http://[zz]/", false)]
    [InlineData("uri", "http://u:p@host", true)]
    [InlineData("uri", "/relative", false)]
    [InlineData("uri", "http://a b", false)]
    [InlineData("uri", "http://a/%zz", false)]
    [InlineData("uri", "http://a/路", false)]
    [InlineData("uri", "http://a:8x/", false)]
    [InlineData("uri", "1http://a", false)]
    [InlineData("uri", "a\\b:c", false)]
    [InlineData("email", "joe.bloggs@example.com", true)]
    [InlineData("email", "joe..bloggs@example.com", false)]
    [InlineData("email", ".joe@example.com", false)]
    [InlineData("email", "joe@-example.com", false)]
    [InlineData("email", "joe", false)]
    [InlineData("email", "joe@", false)]
    public void Formats_follow_their_clauses(string format, string text, bool fits) =>
        Assert.Equal(fits, TextFormat.Find(format)!.IsMatch(Encoding.UTF8.GetBytes(text)));
}
