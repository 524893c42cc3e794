using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>接入回执: what was agreed and tried, signed by this hub; whoever holds it proves with the hub's published keys when it joined and for what.</summary>
internal sealed class JoinReceipt(TokenSigner signer, SignOnOptions options)
{
    public const string Type = "cityops-join+jwt";

    /// <param name="joined">Everything but its receipt.</param>
    public string Sign(Join joined) => signer.Sign(Type, AsymmetricKey.Es256, new Dictionary<string, object>
    {
        ["iss"] = options.Issuer,
        ["sub"] = joined.Platform,
        ["jti"] = joined.Id,
        ["iat"] = joined.JoinedAt!.Value.ToUnixTimeSeconds(),
        ["name"] = joined.Name,
        ["region"] = joined.Region,
        ["publishes"] = joined.Publishes,
        ["subscribes"] = joined.Subscribes,
        ["handshake"] = joined.Progress.HandshakeAt!.Value.ToUnixTimeSeconds(),
        ["skew_ms"] = joined.Progress.SkewMillis,
        ["probe"] = joined.Progress.ProbeAt!.Value.ToUnixTimeSeconds(),
        ["tests"] = joined.Progress.Tests.ToDictionary(one => one.Key, one => one.Value.Records),
    });
}
