using CityOps.Hub;

namespace CityOps.Node.Contracts;

/// <summary>Beats when something was committed to this node's outbox. A hint only: the sender also looks by itself.</summary>
internal sealed class OutboxSignal : Pulse;
