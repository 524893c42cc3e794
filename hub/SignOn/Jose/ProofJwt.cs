using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>A proof whose signature held: the thumbprint of the key in its header, and its claims.</summary>
internal sealed record VerifiedProof(string Thumbprint, JsonElement Claims);

/// <summary>
/// The strict reading of <c>dpop+jwt</c>: the only tokens whose header brings the key. That key proves nothing by itself; whoever
/// asked compares its thumbprint.
/// </summary>
internal static class ProofJwt
{
    public static VerifiedProof? Read(string token, GuardSwitch guards, out TokenFault fault)
    {
        fault = JoseParts.Split(token, guards, out var text);
        if (fault != TokenFault.None)
        {
            return null;
        }

        using var header = JoseParts.ReadObject(text.Header, guards);
        if (header is null)
        {
            fault = TokenFault.MalformedHeader;
            return null;
        }

        fault = JoseHeader.CheckProof(header.RootElement, guards, out var key);
        return fault == TokenFault.None ? Read(text, key!, guards, out fault) : null;
    }

    private static VerifiedProof? Read(JoseText text, Jwk key, GuardSwitch guards, out TokenFault fault)
    {
        using var payload = JoseParts.ReadObject(text.Payload, guards, depth: 8);
        if (payload is null)
        {
            fault = TokenFault.MalformedPayload;
            return null;
        }

        if (guards.IsOn("dpop.signature") && !key.Key.Verifies(key.Algorithm!, text.Signed, text.Signature))
        {
            fault = TokenFault.WrongSignature;
            return null;
        }

        fault = TokenFault.None;
        return new VerifiedProof(key.Thumbprint, payload.RootElement.Clone());
    }
}
