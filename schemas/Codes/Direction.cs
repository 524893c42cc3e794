namespace CityOps.Schemas.Codes;

/// <summary>方向: whether an interface carries records towards the nation or towards the cities.</summary>
public enum Direction
{
    Up,
    Down,
}
