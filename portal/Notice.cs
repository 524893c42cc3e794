namespace CityOps.Portal;

/// <summary>What a page of its own has to say, in the reader's language.</summary>
/// <param name="Code">A refusal's stable name.</param>
/// <param name="Mild">A hint instead of a refusal.</param>
public sealed record Notice(string Title, string? Detail = null, string? Code = null, string? NextStep = null, bool Mild = false);
