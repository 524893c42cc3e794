namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Which schemas the items of an array meet, by their places.</summary>
internal static class Items
{
    public static Conjunction At(Conjunction all, int index) => Conjunction.Of(all.Places.SelectMany(place => Met(place, index)));

    /// <summary>What this place's own keywords ask of the item there.</summary>
    public static Conjunction Own(SchemaPlace place, int index) => Conjunction.Of(Met(place, index));

    /// <summary>How many items at the front have rules of their own.</summary>
    public static int Fronts(Conjunction all) => all.Places.Select(place => place.List("prefixItems").Count).DefaultIfEmpty().Max();

    private static IEnumerable<SchemaPlace> Met(SchemaPlace place, int index)
    {
        var fronts = place.List("prefixItems");
        if (index < fronts.Count)
        {
            return [fronts[index]];
        }

        return place.Child("items") is { } items ? [items] : [];
    }
}
