namespace CityOps.Schemas.Tables;

/// <summary>One row of a data-dictionary table as written: 中文名, name, type, req, rule. Lines count from 1, the heading included.</summary>
public sealed record TableRow(int Line, string Title, string Name, string Type, string Required, string Rule);

/// <summary>One thing wrong in a table: where, and what to do about it. Line 0 means the description of the dataset.</summary>
public sealed record TableFault(int Line, string Column, string Message, string MessageEn);
