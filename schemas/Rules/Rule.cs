using CityOps.Schemas.Records;
using CityOps.Schemas.Rules.Expressions;

namespace CityOps.Schemas.Rules;

/// <summary>
/// 校验规则: what the members of one record owe each other, written with the dataset's schema as a member of
/// <c>x-rules</c>. Judged after the schema, so every member has its type.
/// </summary>
public sealed class Rule
{
    private readonly Term must;
    private readonly RuleMessage message;
    private readonly RuleMessage messageEn;

    internal Rule(RuleDraft draft, RuleMembers members, IReadOnlySet<string> sensitive)
    {
        (Id, Level, Code, At, Must) = (draft.Id, draft.Level == "E" ? RuleLevel.Error : RuleLevel.Warning, draft.Code, draft.At, draft.Must);
        must = ExpressionParser.Read(draft.Must, members.Named);
        message = new RuleMessage(draft.Message, members, sensitive);
        messageEn = new RuleMessage(draft.MessageEn, members, sensitive);
    }

    /// <summary>The stable id of domain.md 2.14, such as <c>R-MG2</c>; several rules may carry one id.</summary>
    public string Id { get; }

    public RuleLevel Level { get; }

    /// <summary>The stable code of domain.md 4.4, such as <c>E4001</c>.</summary>
    public string Code { get; }

    /// <summary>The member a person has to look at first.</summary>
    public string At { get; }

    /// <summary>What must hold, as written.</summary>
    public string Must { get; }

    internal bool IsBroken(scoped in RuleInput record) => must.Of(record).IsFalse;

    internal RecordProblem Problem(scoped in RuleInput record) =>
        new("/" + At, Id, Code, message.Fill(record), messageEn.Fill(record));
}

/// <summary>A rule as its file has it.</summary>
internal sealed record RuleDraft(string Id, string Level, string Code, string At, string Must, string Message, string MessageEn);
