using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Sessions;

/// <summary>Asks <see cref="SessionRules"/> about now.</summary>
internal sealed class SessionLife(TimeProvider clock, GuardSwitch guards)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public bool Lives(StoredSession stored) => SessionRules.Lives(stored, Now, guards);
}
