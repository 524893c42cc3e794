namespace CityOps.Portal.Start;

/// <summary>One step of a new deployment, done or not by what is stored.</summary>
public sealed record StartStep(string Step, bool Done);

/// <summary>入门 as the deployment tells of it.</summary>
public sealed record StartFacts(DateTimeOffset At, IReadOnlyList<StartStep> Steps);
