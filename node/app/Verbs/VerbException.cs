namespace CityOps.Node.Verbs;

/// <summary>A verb cannot do its work: bad arguments, an unreadable file, a hub that is away. Exit code 2.</summary>
internal sealed class VerbException(string message, string messageEn) : Exception($"{message}\n{messageEn}");
