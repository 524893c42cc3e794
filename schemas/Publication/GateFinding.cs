namespace CityOps.Schemas.Publication;

/// <summary>
/// One reason why a schema is not published. <paramref name="Name"/> is stable; <paramref name="Pointer"/> is the JSON pointer
/// of the keyword at fault, empty for the whole document.
/// </summary>
public sealed record GateFinding(string Name, string Pointer, string Text, string TextEn);
