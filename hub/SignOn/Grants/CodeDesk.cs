namespace CityOps.Hub.SignOn.Grants;

/// <summary>授权码: 256 random bits, kept as a hash, one minute, once.</summary>
public sealed class CodeDesk
{
    public Task<string> IssueAsync(CodeBinding binding, CancellationToken ct) => throw new NotSupportedException(binding.Client + ct);
}
