namespace CityOps.Hub.SignOn.Jose;

/// <summary>Why a token was refused: for our log and our tests. Outwardly all of them are one code.</summary>
internal enum TokenFault
{
    None,
    TooLarge,
    NotThreeParts,
    NotBase64Url,
    MalformedHeader,
    ForbiddenHeader,
    WrongType,
    UnknownKey,
    WrongAlgorithm,
    MalformedPayload,
    WrongIssuer,
    WrongAudience,
    WrongTimes,
    IssuedAhead,
    NotYetValid,
    Expired,
    WrongSignature,
    WrongClaims,
}
