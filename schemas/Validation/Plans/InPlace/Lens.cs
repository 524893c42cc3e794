using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary>
/// An in-place schema as it looks at an object that was just read. Most ask for a few named members, whose places are
/// known: then nothing is read twice but those.
/// </summary>
internal abstract class Lens
{
    /// <summary>Leaves the position anywhere.</summary>
    public abstract bool Check(ref Cursor cursor, scoped SeenMembers seen);
}

/// <summary>Named members that must be there, and schemas for those that are.</summary>
internal sealed class MembersLens(int[] required, (int Slot, Node Node)[] properties, Lens[] further) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen)
    {
        foreach (var slot in required)
        {
            if (seen.Slots[slot] == 0)
            {
                return false;
            }
        }

        foreach (var (slot, node) in properties)
        {
            if (seen.Slots[slot] != 0 && !node.CheckAgain(ref cursor, seen.Slots[slot]))
            {
                return false;
            }
        }

        foreach (var lens in further)
        {
            if (!lens.Check(ref cursor, seen))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A schema that must see the whole object again.</summary>
internal sealed class RescanLens(Node node) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen) => node.CheckAgain(ref cursor, seen.Start);
}

/// <summary>A keyword that reads the whole object again.</summary>
internal sealed class ApplicatorLens(Applicator applicator) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen) => applicator.Check(ref cursor, seen.Start);
}

/// <summary>A number of lenses of which between <paramref name="least"/> and <paramref name="most"/> must agree.</summary>
internal sealed class CountLens(Lens[] lenses, int least, int most) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen)
    {
        var fitting = 0;
        for (var i = 0; i < lenses.Length; i++)
        {
            fitting += lenses[i].Check(ref cursor, seen) ? 1 : 0;
            if (fitting > most || fitting + lenses.Length - i - 1 < least)
            {
                return false;
            }

            if (fitting == least && most == lenses.Length)
            {
                return true;
            }
        }

        return fitting >= least;
    }
}

internal sealed class ConditionLens(Lens test, Lens? then, Lens? otherwise) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen)
    {
        var next = test.Check(ref cursor, seen) ? then : otherwise;
        return next is null || next.Check(ref cursor, seen);
    }
}

/// <summary>For <c>dependentSchemas</c>: asks only where the member is there.</summary>
internal sealed class PresenceLens(int slot, Lens lens) : Lens
{
    public override bool Check(ref Cursor cursor, scoped SeenMembers seen) => seen.Slots[slot] == 0 || lens.Check(ref cursor, seen);
}
