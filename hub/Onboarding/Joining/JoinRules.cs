using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>What holds of applications and handshakes. Pure.</summary>
internal static class JoinRules
{
    public const int Wire = 1;

    /// <summary>Beyond this the signatures and deadlines of the two sides do not fit together (E1003).</summary>
    public static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    private const int MostText = 500;
    private const int MostInterfaces = 500;
    private const int MostListed = 1_000;

    public static string NewKey(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static bool Opens(Join join, string key) =>
        join.Track is { } digest && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(DigestOf(key)));

    /// <summary>Faults of what an applicant says of itself; what its platform may be, <see cref="PlatformRules"/> says.</summary>
    public static IReadOnlyList<FieldError> FaultsOf(ApplicationBody body, Func<string, Refusal?> judgeUrl)
    {
        var faults = new List<FieldError>();
        foreach (var (at, text) in new[] { ("/owner", body.Owner), ("/contact", body.Contact), ("/phone", body.Phone), ("/purpose", body.Purpose) })
        {
            if (text.Length > MostText || !IsPlain(text))
            {
                faults.Add(new FieldError(at, $"最多 {MostText} 字，不含控制字符 / at most {MostText} characters, none of control"));
            }
        }

        if (body.Purpose.Trim().Length == 0)
        {
            faults.Add(new FieldError("/purpose", "请说明接入用途 / say what the joining is for"));
        }

        if (body.Publishes.Count + body.Subscribes.Count is 0 or > MostInterfaces)
        {
            faults.Add(new FieldError("/publishes", $"上报与订阅接口合计 1–{MostInterfaces} 个 / 1 to {MostInterfaces} interfaces to send to or read"));
        }

        if (body.Url.Length > 0 && judgeUrl(body.Url) is { } unsafeUrl)
        {
            faults.Add(new FieldError("/url", $"{unsafeUrl.Detail ?? unsafeUrl.Title} / {unsafeUrl.DetailEn ?? unsafeUrl.TitleEn}"));
        }

        return faults;
    }

    /// <summary>Whether an invitation has decided this application already: it was for this platform, and no more is asked for.</summary>
    public static bool IsAgreed(Join invitation, ApplicationBody body) =>
        invitation.Platform == body.Code && body.Publishes.All(invitation.Publishes.Contains) && body.Subscribes.All(invitation.Subscribes.Contains);

    /// <summary>In what the caller's standard differs from the one in force here. Told, never a reason to stop: the receipt of a batch says what does not hold.</summary>
    public static IReadOnlyList<string> Differences(HandshakeBody body, StandardEdition standard)
    {
        var found = new List<string>();
        foreach (var (list, edition) in body.CodeLists.OrderBy(one => one.Key, StringComparer.Ordinal).Take(MostListed))
        {
            if (standard.Codes.Find(list) is not { } known)
            {
                found.Add($"代码表 {Short(list)}：本级没有 / code list unknown here");
            }
            else if (known.Edition != edition)
            {
                found.Add($"代码表 {Short(list)}：对方 {Short(edition)}，本级 {known.Edition} / theirs, ours");
            }
        }

        foreach (var (dataset, version) in body.Schemas.OrderBy(one => one.Key, StringComparer.Ordinal).Take(MostListed))
        {
            if (standard.Schemas.All.All(one => one.Dataset != dataset || one.Version != version))
            {
                found.Add($"数据集 {Short(dataset)} {Short(version)}：本级没有此版本 / no such version here");
            }
        }

        return found;
    }

    public static IReadOnlyList<FieldError> FaultsOf(HandshakeBody body) =>
        body.Software.Length is 0 or > 100 || !IsPlain(body.Software) ? [new FieldError("/software", "1–100 个字 / 1 to 100 characters")] : [];

    private static bool IsPlain(string text) => PlainText.Of(text, text.Length) == text;

    private static string Short(string text) => new([.. text.Take(40).Where(letter => !char.IsControl(letter))]);
}
