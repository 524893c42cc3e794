using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Admission;

/// <summary>Whether what an authority vouched for is enough to sign a person of ours on. Pure; says no when in doubt.</summary>
internal static class AdmissionRules
{
    public const string OneFactor = "urn:cityops:acr:1";
    public const string TwoFactors = "urn:cityops:acr:2";

    private const int MostGroups = 100;

    public static string AcrOf(AuthoritySettings settings, Vouched vouched) =>
        vouched.Acr is { } acr && settings.StrongAcr.Contains(acr) ? TwoFactors : OneFactor;

    /// <summary>Of the person found by issuer and subject: null when there is none.</summary>
    public static Refusal? Refuse(AuthoritySettings settings, Vouched vouched, User? user, bool needsSecondFactor, GuardSwitch guards)
    {
        if (user is null || (guards.IsOn("upstream.disabled") && user.State != UserState.Active))
        {
            return UpstreamRefusals.NotLinked;
        }

        if (guards.IsOn("upstream.acr") && settings.RequiredAcr.Count > 0 && (vouched.Acr is not { } acr || !settings.RequiredAcr.Contains(acr)))
        {
            return UpstreamRefusals.Assurance.At("acr");
        }

        if (guards.IsOn("upstream.amr") && settings.RequiredAmr.Except(vouched.Amr, StringComparer.Ordinal).Any())
        {
            return UpstreamRefusals.Assurance.At("amr");
        }

        if (guards.IsOn("upstream.second-factor") && needsSecondFactor && AcrOf(settings, vouched) != TwoFactors)
        {
            return UpstreamRefusals.Assurance.At("second-factor");
        }

        return guards.IsOn("upstream.role") && settings.Roles.Count > 0 && !Confirms(settings, vouched, user) ? UpstreamRefusals.Role : null;
    }

    // The authority confirms a role the account holds; what it names beyond that counts for nothing.
    private static bool Confirms(AuthoritySettings settings, Vouched vouched, User user)
    {
        var groups = Groups(vouched.Claims, settings.RoleClaim) ?? (vouched.UserInfo is { } more ? Groups(more, settings.RoleClaim) : null) ?? [];
        return groups.Count <= MostGroups
            && groups.Any(group => settings.Roles.TryGetValue(group, out var role) && user.Assignments.Any(held => held.Role == role));
    }

    private static IReadOnlyList<string>? Groups(JsonElement claims, string name) =>
        JoseParts.TryText(claims, name, out var one) ? [one] : WireJson.Texts(claims, name);
}
