namespace CityOps.Hub.Subscriptions.Push;

/// <summary>How fast deliveries go, and how they slow down.</summary>
/// <param name="Records">Records of one delivery at most.</param>
/// <param name="Bytes">Bytes of one delivery at most, but for a single record.</param>
internal sealed record PushPace(int Records, int Bytes, Random Chance)
{
    /// <summary>A failing endpoint is tried so long, then a person is asked.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(7);

    /// <summary>How long a lane with nothing to do sleeps before it looks again by itself.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>So many looks without news, and the log is read all the same.</summary>
    public const int LooksBeforeReading = 30;

    /// <summary>So often a single record may be refused as a whole before it is set aside.</summary>
    public const int RefusalsBeforeParking = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>1 s, 2 s, 4 s … 15 min, with up to a fifth more by chance; longer where the endpoint asks for it.</summary>
    public TimeSpan WaitAfter(long attempts, TimeSpan? asked)
    {
        var doubled = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts - 1, 12)));
        var wait = doubled < Longest ? doubled : Longest;
        wait *= 1 + (Chance.NextDouble() / 5);
        return asked > wait ? asked.Value : wait;
    }
}
