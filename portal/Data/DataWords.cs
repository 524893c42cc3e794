namespace CityOps.Portal.Data;

/// <summary>The texts of 数据.</summary>
public sealed class DataWords(Language language) : WordTable(language)
{
    public string Data => In("数据", "Data");
    public string Lead => In("本级综合性城市运行管理服务数据库中的数据集", "Datasets of this deployment's comprehensive store");
    public string LeadCount(int held, int total) => In($"标准规定 {total} 个数据集，其中 {held} 个已有数据", $"{held} of the standard's {total} datasets hold data");
    public string Search => In("数据集", "Dataset");
    public string SearchHelp => In("代码或名称", "code or name");
    public string Which => In("范围", "Which");
    public string HeldOnly => In("已有数据", "with data");
    public string Every => In("全部", "all");
    public string None => In("没有匹配的数据集", "No dataset matches");
    public string NoneNote => In("数据到达后在此显示；可在“范围”中选择全部。", "Datasets appear here once data arrive; choose all to see the others.");
    public string Dataset => In("数据集", "Dataset");
    public string Applied => In("累计接收修订", "Revisions taken");
    public string Record => In("记录标识", "Record id");
    public string RecordHelp => In("开头部分", "its beginning");
    public string Region => In("区划代码", "Region");
    public string From => In("业务时间自", "From");
    public string To => In("至", "To");
    public string Field => In("字段", "Field");
    public string Value => In("取值", "Value");
    public string Time => In("业务时间", "Business time");
    public string Source => In("来源平台", "Source");
    public string Title => In("名称", "Name");
    public string Name => In("字段名", "Member");
    public string NoRecords => In("没有符合条件的记录", "No records match");
    public string NoRecordsNote => In("可放宽条件后再查。", "Widen the filter and look again.");
    public string Short => In("已查看 10,000 条，可继续查看下一页。", "10,000 records were looked at: go on to the next page.");
    public string Map => In("位置", "Map");
    public string MapNote(int count) => In($"本页 {count} 条有坐标的记录；坐标为经纬度，单位度", $"{count} records of this page have coordinates; longitude and latitude in degrees");
    public string Table => In("表格", "Table");
    public string Life => In("本级经历与历次修订", "Its life here, with every revision");
    public string Contents => In("记录内容", "What it says");
    public string Hidden => In("三级及以上字段已遮蔽", "Fields of level 3 and above are hidden");
    public string Version => In("数据标准版本", "Version");
    public string Level => In("数据级别", "Level");
    public string Schema => In("数据集说明", "About the dataset");
}
