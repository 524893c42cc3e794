namespace CityOps.Schemas.Calendars;

/// <summary>How a limit is counted; the codes are those of list limitType.</summary>
public enum LimitType
{
    /// <summary>紧急分钟: without pause.</summary>
    UM,

    /// <summary>紧急工作时: hours without pause, nights, weekends and holidays included.</summary>
    UH,

    /// <summary>工作时: inside the working periods of worked days only.</summary>
    WH,

    /// <summary>工作日: see <see cref="WorkdayCounting"/>.</summary>
    WD,

    /// <summary>自然日: 24 hours each.</summary>
    ND,
}

/// <summary>What a working day of a limit is; cities differ (domain.md 3.5).</summary>
public enum WorkdayCounting
{
    /// <summary>Variant A: eight working hours, rolled forward.</summary>
    EightHours,

    /// <summary>Variant B: the limit ends with the n-th worked day that follows.</summary>
    EndOfDay,
}
