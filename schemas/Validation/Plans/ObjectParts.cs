using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What a schema asks of objects, as it was written; <see cref="ObjectRules"/> is made of it. Names are UTF-8.</summary>
internal sealed class ObjectParts
{
    public List<(byte[] Name, Node Node)> Properties { get; } = [];

    public List<byte[]> Required { get; } = [];

    public List<(TextPattern Pattern, Node Node)> Patterns { get; } = [];

    public Node? Additional { get; set; }

    public Node? PropertyNames { get; set; }

    public int MinProperties { get; set; }

    public int MaxProperties { get; set; } = int.MaxValue;

    public List<(byte[] Trigger, byte[][] Needed)> DependentRequired { get; } = [];

    public List<(byte[] Trigger, Node Node)> DependentSchemas { get; } = [];

    /// <summary>It asks for named members only: where they stand is all one must know of the object.</summary>
    public bool LooksAtNamedMembersOnly =>
        Patterns.Count == 0 && Additional is null && PropertyNames is null && MinProperties == 0 && MaxProperties == int.MaxValue
        && DependentRequired.Count == 0 && DependentSchemas.Count == 0;
}
